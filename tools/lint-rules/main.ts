/** Checks every file that git knows or would add: `node tools/lint-rules/main.ts`, from the root. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { checkFile, type Report } from "./check-file.ts";

const listFiles = (): string[] =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { encoding: "utf8" })
    .split("\0")
    .filter((path) => path !== "" && existsSync(path));

const print = ({ path, line, rule, message }: Report): string => `${path}:${line}  ${rule}  ${message}`;

const paths = listFiles();
const reports = paths.flatMap((path) => checkFile({ path, text: readFileSync(path, "utf8") }));
for (const report of reports) console.error(print(report));
console.log(`In-house rules: ${paths.length} files, ${reports.length} findings.`);
process.exitCode = reports.length === 0 ? 0 : 1;
