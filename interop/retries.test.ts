import { describe } from "vitest";
import { onBothServers } from "./harness/on-both-servers.ts";

describe("retries", () => {
  onBothServers("happen and are told about as by the reference", {
    script: { file: "retries.py" },
    flows: "retries-",
    story: [
      "retries-of-a-flow ×2: Pending Running AwaitingRetry Running Completed",
      "  step ×1: Pending Running Completed",
      "  step ×1: Pending Running Failed",
      "retries-of-tasks ×1: Pending Running Completed",
      "  flaky ×3: Pending Running Retrying Retrying Completed",
      "  given_up ×1: Pending Running Failed",
      "  hopeless ×2: Pending Running Retrying Failed",
      "  patient ×2: Pending Running AwaitingRetry Retrying Completed",
      "retries-used-up ×2: Pending Running AwaitingRetry Running Failed",
      "retries-with-a-delay ×2: Pending Running AwaitingRetry Running Completed",
    ],
  });
});
