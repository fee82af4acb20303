import { describe } from "vitest";
import { onBothServers } from "./harness/on-both-servers.ts";

describe("failures", () => {
  onBothServers("happen and are told about as by the reference", {
    script: { file: "failures.py" },
    flows: "failures-",
    // A task that waits for another is its child if the other runs already when it is submitted.
    chance: ["__parents__", "encapsulating"],
    story: [
      "failures-cancelled ×1: Pending Running Cancelled",
      "failures-caught ×1: Pending Running Completed",
      "  broken ×1: Pending Running Failed",
      "  fine ×1: Pending Running Completed",
      "failures-ignored ×1: Pending Running Completed",
      "  returns_failed_state ×1: Pending Running Failed",
      "failures-of-a-task ×1: Pending Running Failed",
      "  broken ×1: Pending Running Failed",
      "failures-of-states ×1: Pending Running Failed",
      "  broken ×1: Pending Running Failed",
      "  fine ×1: Pending Running Completed",
      "failures-of-the-flow ×1: Pending Running Failed",
      "  fine ×1: Pending Running Completed",
      "failures-returned ×1: Pending Running Failed",
      "failures-slow-flow ×1: Pending Running TimedOut",
      "failures-slow-task ×1: Pending Running Failed",
      "  slow_task ×1: Pending Running TimedOut",
      "failures-upstream ×1: Pending Running Completed",
      "  after ×0: Pending NotReady",
      "  after ×1: Pending Running Completed",
      "  broken ×1: Pending Running Failed",
      "failures-wrong-parameters ×0: Pending Failed",
    ],
  });
});
