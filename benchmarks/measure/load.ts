import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { LoopOptions, LoopResult } from "../client/loop.ts";
import { root } from "./servers.ts";

const run = promisify(execFile);

/** Loads a server from a process of its own, so that measuring does not slow what is measured more than another client would. */
export const load = async (scenario: string, options: LoopOptions): Promise<LoopResult> => {
  const { stdout } = await run(process.execPath, [join(root, "benchmarks/client/main.ts"), scenario, JSON.stringify(options)], {
    timeout: (options.seconds + 120) * 1000,
  });
  return JSON.parse(stdout) as LoopResult;
};
