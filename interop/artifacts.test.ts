import { describe } from "vitest";
import { onBothServers } from "./harness/on-both-servers.ts";

describe("artifacts and variables", () => {
  onBothServers("are kept, changed and told about as by the reference", {
    script: { file: "artifacts.py" },
    flows: "artifacts-",
    story: [
      "artifacts-of-a-flow ×1: Pending Running Completed",
      "  measure ×1: Pending Running Completed",
      "artifacts-of-variables ×1: Pending Running Completed",
    ],
  });
});
