import { describe } from "vitest";
import { onBothServers } from "./harness/on-both-servers.ts";

describe("subflows", () => {
  onBothServers("happen and are told about as by the reference", {
    script: { file: "subflows.py" },
    flows: "subflows-",
    story: [
      "subflows-async-child ×1: Pending Running Completed",
      "subflows-async-child ×1: Pending Running Completed",
      "subflows-async-parent ×1: Pending Running Completed",
      "  subflows-async-child-0 ×1: Pending Pending Running Completed",
      "  subflows-async-child-1 ×1: Pending Pending Running Completed",
      "subflows-catching-parent ×1: Pending Running Completed",
      "  subflows-failing-child-0 ×1: Pending Pending Running Failed",
      "subflows-child ×1: Pending Running Completed",
      "  shout ×1: Pending Running Completed",
      "subflows-child ×1: Pending Running Completed",
      "  shout ×1: Pending Running Completed",
      "subflows-child ×2: Pending Running Completed Running Completed",
      "  shout ×1: Pending Running Completed",
      "  shout ×1: Pending Running Completed",
      "subflows-failing-child ×1: Pending Running Failed",
      "subflows-failing-child ×1: Pending Running Failed",
      "subflows-falling-parent ×1: Pending Running Failed",
      "  subflows-failing-child-0 ×1: Pending Pending Running Failed",
      "subflows-parent ×1: Pending Running Completed",
      "  subflows-child-0 ×1: Pending Pending Running Completed",
      "  subflows-child-1 ×1: Pending Pending Running Completed",
      "subflows-retried-parent ×2: Pending Running AwaitingRetry Running Completed",
      "  subflows-child-0 ×2: Pending Pending Running Completed Running Completed",
    ],
  });
});
