/** Runs one flow run in a process of its own: what workers and runners start (sdk.md §3, workers.md §15). */
import module from "node:module";

// Whoever started the process may stop reading what it prints; the run goes on.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

// Before anything else is loaded: a run's process then starts several times as fast from its second time on.
module.enableCompileCache();
const { executeFlowRun } = await import("./execute-flow-run.ts");
const { waitForRun, waitMark } = await import("./wait-for-run.ts");

const [, , given, extension] = process.argv;
// What a body left open, such as a timer, must not keep the process from ending.
const known = given === waitMark ? await waitForRun(extension) : undefined;
process.exit(await executeFlowRun(known?.run.id ?? given, known));
