import { describe } from "vitest";
import { onBothServers } from "./harness/on-both-servers.ts";

describe("a process that serves flows", () => {
  onBothServers("runs what is started by hand and by schedules, and follows what is cancelled, suspended and resumed", {
    script: { file: "drive_serving.py" },
    flows: "serving-",
    story: [],
  });
});
