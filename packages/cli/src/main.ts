/** The program on a real machine. */
import { homedir } from "node:os";
import { setTimeout } from "node:timers/promises";
import type { Host, Input, Output } from "./host.ts";
import { runProgram } from "./program.ts";

const outputOf = (stream: NodeJS.WriteStream): Output => ({
  write: (text) => void stream.write(text),
  get columns() {
    return stream.isTTY ? stream.columns : undefined;
  },
});

const stdin: Input = {
  isTerminal: process.stdin.isTTY === true,
  async readAll() {
    let all = "";
    for await (const chunk of process.stdin.setEncoding("utf8")) all += String(chunk);
    return all;
  },
  async readLine() {
    const { createInterface } = await import("node:readline");
    const lines = createInterface({ input: process.stdin });
    for await (const line of lines) return line;
    return undefined;
  },
};

const openInBrowser = async (url: string): Promise<void> => {
  const { spawn } = await import("node:child_process");
  const opener = { darwin: "open", win32: "explorer" }[String(process.platform)] ?? "xdg-open";
  spawn(opener, [url], { detached: true, stdio: "ignore" })
    .on("error", () => {})
    .unref();
};

const host: Host = {
  // biome-ignore lint/style/noProcessEnv: this is where the environment enters the program.
  env: process.env,
  cwd: process.cwd(),
  home: homedir(),
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  stdin,
  fetch: (...request) => fetch(...request),
  now: () => Date.now(),
  every: (milliseconds, call) => {
    const timer = setInterval(call, milliseconds).unref();
    return () => clearInterval(timer);
  },
  wait: (milliseconds, signal) => setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal }).catch(() => {}),
  stopRequested: () =>
    new Promise((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve(signal));
    }),
  openInBrowser: (url) => void openInBrowser(url),
};

// Whoever reads us may stop reading, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

process.exitCode = await runProgram(host, process.argv.slice(2));
