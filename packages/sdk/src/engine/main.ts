/** Runs one flow run in a process of its own: what workers and runners start (sdk.md §3, workers.md §15). */
import { executeFlowRun } from "./execute-flow-run.ts";

// Whoever started the process may stop reading what it prints; the run goes on.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

// What a body left open, such as a timer, must not keep the process from ending.
process.exit(await executeFlowRun(process.argv[2]));
