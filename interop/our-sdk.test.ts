import { describe } from "vitest";
import { onBothServers } from "./harness/on-both-servers.ts";

describe("our SDK", () => {
  onBothServers("runs flows on the reference as on ours", {
    script: { file: "sdk-basics.ts" },
    flows: "sdk-",
    story: [
      "sdk-child ×1: Pending Running Completed",
      "sdk-failing ×1: Pending Running Failed",
      "  broken ×1: Pending Running Failed",
      "sdk-forgiving ×1: Pending Running Completed",
      "  broken ×1: Pending Running Failed",
      "  look-at ×1: Pending Running Completed",
      "sdk-own-state ×1: Pending Running Perfect",
      "sdk-parent ×1: Pending Running Completed",
      "  extract ×2: Pending Running AwaitingRetry Retrying Completed",
      "  scale 1 ×1: Pending Running Completed",
      "  scale 2 ×1: Pending Running Completed",
      "  scale 3 ×1: Pending Running Completed",
      "  sdk-child-0 ×1: Pending Pending Running Completed",
      "  total ×1: Pending Running Completed",
      "sdk-retried ×2: Pending Running AwaitingRetry Running Completed",
      "sdk-slow ×1: Pending Running TimedOut",
      "sdk-waits ×1: Pending Running Completed",
      "  patient ×2: Pending Running AwaitingRetry Retrying Completed",
    ],
  });

  onBothServers("serves deployments on the reference as on ours", {
    script: { file: "sdk-serving.ts" },
    flows: "sdkserved",
    // Whether a run that is stopped has sent its logs, and how often it has said that it lives.
    chance: ["logs", "events"],
    story: [
      "sdkserved ×1: Scheduled Pending Submitting Running Completed",
      "  double ×1: Pending Running Completed",
      "sdkserved ×1: Scheduled Pending Submitting Running Completed",
      "  double ×1: Pending Running Completed",
      "sdkserved ×1: Scheduled Pending Submitting Running Completed",
      "  double ×1: Pending Running Completed",
      "sdkserved-calling ×1: Scheduled Pending Submitting Running Completed",
      "  (any name) ×1: Pending Scheduled Pending Submitting Running Completed",
      "sdkserved-endless ×1: Scheduled Pending Submitting Running Cancelling Cancelled",
      "sdkserved-failing ×1: Scheduled Pending Submitting Running Failed",
    ],
  });
});
