import { fileURLToPath } from "node:url";

/** The program of a run's process, built or not as this file is. */
const entry = fileURLToPath(new URL(`../engine/main.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url));

/** Options a program to evaluate or an inspector's port would be inherited with. */
const execArgv = process.execArgv.filter((option) => !/^--(eval|print|inspect|test|input-type)|^-[ep]$/.test(option));

/** The command that carries out a run of a TypeScript flow; the run's id follows. */
export const engineCommand: readonly string[] = [process.execPath, ...execArgv, entry];
