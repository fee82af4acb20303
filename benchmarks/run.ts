/** Measures every row, or those that are named: node benchmarks/run.ts [row…]. Writes what it found to benchmarks/RESULTS.md. */
import { writeFile } from "node:fs/promises";
import { describeMachine } from "./measure/machine.ts";
import { type Figure, printTable, type Row } from "./measure/row.ts";
import { buildPackage } from "./measure/servers.ts";
import { closeServices } from "./measure/services.ts";
import { atScale } from "./rows/at-scale.ts";
import { commandLine } from "./rows/command-line.ts";
import { createFlowRuns } from "./rows/create-flow-runs.ts";
import { idle } from "./rows/idle.ts";
import { logs } from "./rows/logs.ts";
import { memory } from "./rows/memory.ts";
import { pages } from "./rows/pages.ts";
import { runFlowRuns } from "./rows/run-flow-runs.ts";
import { start } from "./rows/start.ts";
import { taskOverhead } from "./rows/task-overhead.ts";
import { taskRunEvents } from "./rows/task-run-events.ts";
import { worker } from "./rows/worker.ts";

const rows: readonly Row[] = [
  createFlowRuns,
  runFlowRuns,
  taskRunEvents,
  logs,
  start,
  memory,
  idle,
  commandLine,
  taskOverhead,
  worker,
  pages,
  atScale,
];

const named = process.argv.slice(2);
const unknown = named.filter((name) => !rows.some((row) => row.name === name));
if (unknown.length > 0) throw new Error(`There is no row ${unknown.join(", ")}. There are: ${rows.map(({ name }) => name).join(", ")}.`);
const chosen = named.length === 0 ? rows : rows.filter(({ name }) => named.includes(name));

buildPackage();
const machine = await describeMachine();
console.log(`${machine}\n`);
const figures: Figure[] = [];
for (const row of chosen) {
  console.log(`${row.name}: ${row.how}`);
  const found = await row.run();
  for (const { what, prefect, ours, goal } of found)
    console.log(`  ${what}\n    Prefect: ${prefect}\n    Millrace: ${ours}\n    goal: ${goal}`);
  figures.push(...found);
}
await closeServices();
console.log(`\n${printTable(figures)}`);

if (named.length === 0) {
  const lines = (text: string): string =>
    text
      .split("\n")
      .map((line) => `- ${line}`)
      .join("\n");
  const how = chosen.map((row) => `- \`${row.name}\`: ${row.how}`).join("\n");
  const date = new Date().toISOString().slice(0, 10);
  const page = `# What was measured on ${date}\n\n\`make bench\` writes this page. One row alone: \`node benchmarks/rows/logs.ts\`.\n\n${printTable(figures)}\n\n## On what\n\n${lines(machine)}\n\n## How\n\n${how}\n`;
  await writeFile(new URL("./RESULTS.md", import.meta.url), page);
}
