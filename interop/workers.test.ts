import { describe } from "vitest";
import { onBothServers } from "./harness/on-both-servers.ts";

describe("a worker of the Python client", () => {
  onBothServers("makes its pool, runs what is deployed to it, and stops what is cancelled", {
    script: { file: "working.py" },
    flows: "working-",
    story: [
      "working-crash ×1: Scheduled Pending Submitting Running Crashed",
      "working-endless ×1: Scheduled Pending Submitting Running Cancelling Cancelled",
      "working-flow ×1: Scheduled Pending Submitting Running Completed",
      "  double ×1: Pending Running Completed",
    ],
  });
});
