import { describe } from "vitest";
import { onBothServers } from "./harness/on-both-servers.ts";

describe("a flow that waits for a person in its process", () => {
  onBothServers("goes on when it is resumed, with the input that was asked for, and not for ever", {
    script: { file: "pausing.py" },
    flows: "pausing-",
    story: [
      "pausing-for-input ×2: Pending Running Paused Running Completed",
      "pausing-in-vain ×1: Pending Running Paused Completed",
      "pausing-plainly ×2: Pending Running Paused Running Completed",
    ],
  });
});
