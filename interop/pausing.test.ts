import { describe, expect, inject, test } from "vitest";
import { onBothServers } from "./harness/on-both-servers.ts";
import { runScript } from "./harness/python.ts";

const millrace = inject("millrace");

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

  test.skipIf(millrace === undefined)("is asked again by its next attempt", async () => {
    if (millrace === undefined) return;
    const { ended, output } = await runScript(millrace, { file: "pausing.py", args: ["again"] });
    expect(ended, output).toBe(0);
  });
});
