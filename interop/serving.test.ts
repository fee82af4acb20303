import { describe } from "vitest";
import { onBothServers } from "./harness/on-both-servers.ts";

describe("a process that serves flows", () => {
  onBothServers("runs what is started by hand and by schedules, and follows what is cancelled, suspended and resumed", {
    script: { file: "drive_serving.py" },
    flows: "serving-",
    story: [
      "serving-calling ×1: Scheduled Pending Submitting Running Completed",
      "  (any name) ×1: Pending Scheduled Pending Submitting Running Completed",
      "serving-endless ×0: Scheduled Cancelled",
      "serving-endless ×1: Scheduled Pending Submitting Running Cancelling Cancelled",
      "serving-exiting ×1: Scheduled Pending Submitting Running Crashed",
      "serving-failing ×1: Scheduled Pending Submitting Running Failed",
      "serving-killed ×1: Scheduled Pending Submitting Running Crashed",
      "serving-plain ×1: Scheduled Pending Submitting Running Completed",
      "  double ×1: Pending Running Completed",
      "serving-plain ×1: Scheduled Pending Submitting Running Completed",
      "  double ×1: Pending Running Completed",
      "serving-suspending ×1: Scheduled Pending Submitting Running Suspended Resuming Pending Submitting Running Completed",
      "  double ×1: Pending Running Completed",
      "serving-terminated ×1: Scheduled Pending Submitting Running Crashed",
      "serving-ticking ×1: Scheduled Pending Submitting Running Completed",
      "  double ×1: Pending Running Completed",
      "serving-ticking ×1: Scheduled Pending Submitting Running Completed",
      "  double ×1: Pending Running Completed",
    ],
  });
});
