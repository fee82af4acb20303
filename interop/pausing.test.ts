import { describe } from "vitest";
import { onBothServers } from "./harness/on-both-servers.ts";

describe("a flow that waits for a person in its process", () => {
  onBothServers("goes on when it is resumed, with the input that was asked for", {
    script: { file: "pausing.py" },
    flows: "pausing-",
    story: [
      "pausing-for-input ×1: Pending Running Paused Running Completed",
      "pausing-plainly ×1: Pending Running Paused Running Completed",
    ],
    differs: {
      why: "Going on after a pause is no second attempt.",
      fields: ["run_count", "flow_run_run_count", "prefect.run-count", "resuming"],
      story: [
        "pausing-for-input ×2: Pending Running Paused Running Completed",
        "pausing-plainly ×2: Pending Running Paused Running Completed",
      ],
    },
  });
});
