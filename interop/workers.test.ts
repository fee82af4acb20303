import { describe } from "vitest";
import { onBothServers } from "./harness/on-both-servers.ts";

describe("a worker of the Python client", () => {
  onBothServers("makes its pool and runs what is deployed to it", {
    script: { file: "working.py" },
    flows: "working-",
    story: [
      "working-crash ×1: Scheduled Pending Submitting Running Crashed",
      "working-flow ×1: Scheduled Pending Submitting Running Completed",
      "  double ×1: Pending Running Completed",
    ],
  });
});
