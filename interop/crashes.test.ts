import { describe } from "vitest";
import { onBothServers } from "./harness/on-both-servers.ts";

describe("a process that ends in the middle of its flow", () => {
  const task = "  finished ×1: Pending Running Completed";

  onBothServers("leaves the run as it was when it had no time to say anything: exit", {
    script: { file: "crashes.py", args: ["exits"] },
    flows: "crashes-process-exits",
    ended: 7,
    story: ["crashes-process-exits ×1: Pending Running", task],
  });

  onBothServers("leaves the run as it was when it had no time to say anything: kill", {
    script: { file: "crashes.py", args: ["is-killed"] },
    flows: "crashes-process-is-killed",
    ended: "SIGKILL",
    story: ["crashes-process-is-killed ×1: Pending Running", task],
  });

  onBothServers("leaves the run as it was when it had no time to say anything: terminate", {
    script: { file: "crashes.py", args: ["is-terminated"] },
    flows: "crashes-process-is-terminated",
    ended: "SIGTERM",
    story: ["crashes-process-is-terminated ×1: Pending Running", task],
  });

  onBothServers("reports that it was interrupted", {
    script: { file: "crashes.py", args: ["is-interrupted"] },
    flows: "crashes-process-is-interrupted",
    ended: "SIGINT",
    story: ["crashes-process-is-interrupted ×1: Pending Running Crashed", task],
  });
});
