/** Measures the timeline of a flow run with ten thousand task runs: node apps/ui/journeys/measure-run-graph.ts <url of a server>. */
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { createClient } from "@millrace/client";
import type { CDPSession, Page } from "playwright-core";
import { choosePicture } from "../src/run-graph/dependencies/picture.ts";
import { createLocalEngine } from "../src/run-graph/engine.ts";
import { launchBrowser } from "./harness/browser.ts";
import { type ReportedRun, reportTaskRun, sendReports } from "./harness/task-run-events.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const nodes = 10_000;
const perLayer = 250;

/** Layers of runs, each run after two of the layer before. */
const fillRun = async (client: ReturnType<typeof createClient>): Promise<string> => {
  const flow = await client.flows.create({ body: { name: "ten-thousand" } });
  const run = await client.flowRuns.create({ body: { flow_id: flow.id, state: { type: "RUNNING" } } });
  const begin = Date.now();
  const ids = Array.from({ length: nodes }, () => randomUUID());
  const events = ids.flatMap((id, index) => {
    const layer = Math.floor(index / perLayer);
    const from = begin + layer * 60_000 + (index % perLayer) * 120;
    const before = (offset: number): string | undefined =>
      layer === 0 ? undefined : ids[(layer - 1) * perLayer + ((index * 7 + offset) % perLayer)];
    const after = [before(0), before(101)].filter((parent) => parent !== undefined);
    const reported: ReportedRun = { name: `step_${layer}-${index}`, from, to: from + 500 + ((index * 7919) % 25_000), after };
    return reportTaskRun(run.id, id, reported);
  });
  await sendReports(client, events);
  while ((await client.taskRuns.count({ body: { flow_runs: { id: { any_: [run.id] } } } })) < nodes) await Promise.resolve();
  await client.flowRuns.setState({ id: run.id, body: { state: { type: "COMPLETED" }, force: true } });
  return run.id;
};

/** Milliseconds between frames while the chart is zoomed or moved in each of them, in ascending order. */
const measureFrames = (page: Page, wheel: { readonly ctrlKey?: boolean; readonly shiftKey?: boolean }): Promise<number[]> =>
  page.evaluate(async (keys) => {
    const bars = document.querySelector('[role="treegrid"] canvas');
    const frames: number[] = [];
    let before = performance.now();
    for (let frame = 0; frame < 180; frame++) {
      const box = bars?.getBoundingClientRect();
      const deltaY = frame % 60 < 30 ? -8 : 8;
      const clientX = (box?.left ?? 0) + (box?.width ?? 0) / 2;
      bars?.dispatchEvent(new WheelEvent("wheel", { bubbles: true, cancelable: true, deltaY, clientX, ...keys }));
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      frames.push(now - before);
      before = now;
    }
    return frames.slice(5).sort((one, other) => one - other);
  }, wheel);

const share = (ascending: readonly number[], part: number): string =>
  `${(ascending[Math.floor(ascending.length * part)] ?? 0).toFixed(1)} ms`;

const movements = [
  ["zoom", { ctrlKey: true }],
  ["pan", { shiftKey: true }],
] as const;

/** Processor seconds the page's own thread has worked. */
const readWork = async (session: CDPSession): Promise<number> => {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
};

interface Movement {
  readonly page: Page;
  readonly session: CDPSession;
  readonly what: string;
  readonly keys: { readonly ctrlKey?: boolean; readonly shiftKey?: boolean };
}

/** Frames as they came, which other programs delay, and the processor time each took. */
const tellFrames = async ({ page, session, what, keys }: Movement): Promise<void> => {
  const before = await readWork(session);
  const frames = await measureFrames(page, keys);
  const work = ((await readWork(session)) - before) * 1000;
  say(`${what}: p50 ${share(frames, 0.5)}, p95 ${share(frames, 0.95)}, ${(work / frames.length).toFixed(1)} ms of processor time each`);
};

const measurePage = async (address: string): Promise<void> => {
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(address);
  await page.locator('[role="treegrid"] canvas').waitFor();
  // The second time the server's caches are warm, and what is left is the page's own time.
  await page.reload();
  await page.locator('[role="treegrid"] canvas').waitFor();
  const times = await page.evaluate(() => {
    const graph = performance.getEntriesByType("resource").find(({ name }) => name.includes("/graph-v2"));
    return { painted: performance.now(), answered: graph instanceof PerformanceResourceTiming ? graph.responseEnd : 0 };
  });
  say(`first paint ${times.painted.toFixed(0)} ms after navigation, ${(times.painted - times.answered).toFixed(0)} ms after the answer`);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  // The whole run has nowhere to be moved to.
  for (let press = 0; press < 4; press++) await page.getByRole("treegrid").press("+");
  for (const [what, keys] of movements) await tellFrames({ page, session, what, keys });
  await page.getByText("Every run").click();
  for (const [what, keys] of movements) await tellFrames({ page, session, what: `${what}, rows one by one`, keys });
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  say(`heap of the page: ${(usedSize / 1e6).toFixed(0)} MB`);
  await browser.close();
};

const { positionals } = parseArgs({ allowPositionals: true });
const origin = positionals[0] ?? "http://127.0.0.1:4200";
const client = createClient({ url: `${origin}/api` });
const id = positionals[1] ?? (await fillRun(client));
say(`flow run ${id}`);
const graph = await client.flowRuns.getGraph({ id });
const engine = createLocalEngine();
const start = performance.now();
const { model, criticalPath } = await engine.read({ flowRunId: id, graph, isPartial: false, now: Date.now() });
const modelled = performance.now();
const { shown, edges } = choosePicture(model, {
  expanded: new Set(model.ids.slice(0, 1)),
  focus: undefined,
  around: undefined,
  criticalPath,
});
await engine.layOut({ boxes: shown.map(() => ({ width: 212, height: 46 })), edges: edges.map(({ from, to }) => [from, to] as const) });
const edgeCount = model.parents.targets.length;
say(
  `${model.count} nodes, ${edgeCount} edges: model and critical path ${(modelled - start).toFixed(0)} ms, boxes ${(performance.now() - modelled).toFixed(0)} ms`,
);
await measurePage(`${origin}/runs/flow-run/${id}?tab=gantt`);
await client.close();
