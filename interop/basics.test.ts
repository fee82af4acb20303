import { describe } from "vitest";
import { onBothServers } from "./harness/on-both-servers.ts";

describe("everyday flows", () => {
  onBothServers("run and are told about as by the reference", {
    script: { file: "basics.py" },
    flows: "basics-",
    // A task that waits for another is its child if the other runs already when it is submitted.
    chance: ["__parents__", "encapsulating"],
    story: [
      "basics-cached ×1: Pending Running Completed",
      "  cached ×1: Pending Running Cached",
      "  cached ×1: Pending Running Completed",
      "basics-logs ×1: Pending Running Completed",
      "  quiet ×1: Pending Running Completed",
      "basics-mapped ×1: Pending Running Completed",
      "  multiply ×1: Pending Running Completed",
      "  multiply ×1: Pending Running Completed",
      "  multiply ×1: Pending Running Completed",
      "  total ×1: Pending Running Completed",
      "basics-nothing ×1: Pending Running Completed",
      "basics-own-state ×1: Pending Running Perfect",
      "basics-plain ×1: Pending Running Completed",
      "basics-submitted ×1: Pending Running Completed",
      "  first ×1: Pending Running Completed",
      "  second ×1: Pending Running Completed",
      "  second ×1: Pending Running Completed",
      "  third ×1: Pending Running Completed",
      "basics-tagged ×1: Pending Running Completed",
      "  extract ×1: Pending Running Completed",
      "basics-three-tasks ×1: Pending Running Completed",
      "  extract ×1: Pending Running Completed",
      "  load into nowhere ×1: Pending Running Completed",
      "  transform 10 ×1: Pending Running Completed",
    ],
  });
});
