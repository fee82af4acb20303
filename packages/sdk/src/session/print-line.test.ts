import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";

/** Prints a line, and two more when it is told to; an error that nobody expects is told as a run does it. */
const program = `
import { printLine } from ${JSON.stringify(new URL("print-line.ts", import.meta.url).href)};
process.on("uncaughtException", (error) => { process.exitCode = 3; printLine(error.message); });
printLine("first");
process.stdin.once("data", () => { printLine("second"); printLine("third"); process.stdin.unref(); process.stdin.pause(); });
`;

test("a program goes on, and ends, when nobody reads its lines any more", { timeout: 60_000 }, async () => {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: ["pipe", "ignore", "pipe"] });
  const [first] = await once(child.stderr, "data");
  expect(String(first)).toBe("first\n");
  child.stderr.destroy();
  await once(child.stderr, "close");
  child.stdin.end("go");
  expect(await once(child, "exit")).toEqual([0, null]);
});
