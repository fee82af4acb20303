import type { Host } from "../host.ts";
import type { Style } from "./style.ts";

/** Shows that something goes on until it has ended, and gives what it came to. */
export type During = <T>(doing: string, work: Promise<T>) => Promise<T>;

export interface ProgressOptions extends Pick<Host, "stderr" | "every" | "env"> {
  readonly style: Style;
}

const frameTime = 100;
/** As many frames pass unseen: a short work needs no explanation. */
const patience = 4;
const frames = ["⠋", "⠙", "⠸", "⠴", "⠦", "⠇"];
const clearLine = "\r\u001B[K";

/** On a terminal alone, beside the output, and gone without a trace when the work is done. */
export const createDuring =
  ({ stderr, every, env, style }: ProgressOptions): During =>
  async (doing, work) => {
    const { columns } = stderr;
    if (columns === undefined || env.TERM === "dumb") return work;
    const text = doing.slice(0, Math.max(0, columns - 3));
    let passed = 0;
    const stop = every(frameTime, () => {
      passed += 1;
      if (passed >= patience) stderr.write(`${clearLine}${style.cyan(frames[passed % frames.length] ?? "")} ${text}`);
    });
    try {
      return await work;
    } finally {
      stop();
      if (passed >= patience) stderr.write(clearLine);
    }
  };
