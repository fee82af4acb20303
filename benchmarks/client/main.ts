/** The process that loads a server: node benchmarks/client/main.ts <scenario> '<options as JSON>'. Prints its result as JSON. */
import type { LoopOptions } from "./loop.ts";
import { scenarios } from "./scenarios.ts";

const [name = "", options = "{}"] = process.argv.slice(2);
const scenario = scenarios[name];
if (scenario === undefined) throw new Error(`There is no scenario ${name}.`);
process.stdout.write(`${JSON.stringify(await scenario(JSON.parse(options) as LoopOptions))}\n`);
