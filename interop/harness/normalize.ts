import { differingFields } from "./known-differences.ts";
import { isRandomName, isRandomTaskName } from "./random-names.ts";
import type { FlowRunBack } from "./read-back.ts";

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const hex = /\b([0-9a-f]{32}|(?=[0-9a-f]*[0-9])[0-9a-f]{12})\b/g;
const time = /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)?/g;
const address = /http:\/\/127\.0\.0\.1:\d+/g;
const home = /\/[^\s"']*millrace-interop-[A-Za-z0-9]+/g;

/** Durations and counts of time: they differ from run to run, their kind does not. */
const measured = new Set(["estimated_run_time", "total_run_time", "estimated_start_time_delta", "pid", "delay_seconds"]);

/** Written after the answer to the request that causes it: whether it is there yet when somebody looks is chance, on both servers. */
const inBackground = new Set(["last_polled"]);

/** Text that each server makes in a way of its own. */
const opaque: Readonly<Record<string, string>> = {
  infrastructure_pid: "<pid>",
  "prefect.infrastructure.identifier": "<pid>",
  next_page: "<address>",
};

/** Lists that have no order of their own on the wire. */
const unordered = new Set(["runs", "artifacts", "tags", "pause_keys", "tasks", "logs", "events", "related", "nodes", "root_node_ids"]);

/** Edges of the graph: the reference names some of them twice. */
const edges = new Set(["parents", "children", "encapsulating"]);

const once = (items: readonly unknown[]): readonly unknown[] => [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];

type Replace = (text: string) => string;

/** Random names, longest first so that none is cut by a shorter one. */
const replaceNames = (names: readonly string[]): Replace => {
  const sorted = [...new Set(names)].sort((one, other) => other.length - one.length);
  return (text) => sorted.reduce((so, name) => so.replaceAll(name, "<name>"), text);
};

const normalizeText = (text: string, replace: Replace): string =>
  replace(text)
    .replace(uuid, "<uuid>")
    .replace(hex, "<hex>")
    .replace(time, "<time>")
    .replace(address, "<base>")
    .replace(home, "<home>")
    .replace(/\b([\w-]+)-[0-9a-f]{3}(?![\w-])/g, "$1-<random>");

const normalizeValue = (value: unknown, key: string, replace: Replace): unknown => {
  if (inBackground.has(key)) return "<later>";
  if (typeof value === "string") return opaque[key] ?? normalizeText(value, replace);
  if (typeof value === "number") return measured.has(key) ? "<number>" : value;
  if (Array.isArray(value)) {
    const items = (edges.has(key) ? once(value) : value).map((item) => normalizeValue(item, "", replace));
    return unordered.has(key) ? items.sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other))) : items;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [normalizeText(name, replace), normalizeValue(item, name, replace)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
};

const isFlowRun = (resource: Readonly<Record<string, string>>): boolean =>
  resource["prefect.resource.id"]?.startsWith("prefect.flow-run.") === true;

/** What two servers are compared by: no ids, moments and random names, and no fields that differ on purpose. */
const compareBy = (told: unknown, names: readonly string[], ignored: readonly string[]): unknown => {
  const left = [...ignored, ...differingFields];
  const text = JSON.stringify(told, (key, value: unknown) => (left.includes(key) ? undefined : value));
  return normalizeValue(JSON.parse(text), "", replaceNames(names));
};

/** A read-back as it can be compared with another server's. */
export const normalize = (runs: readonly FlowRunBack[], ignored: readonly string[] = []): unknown => {
  const named = runs.flatMap(({ events }) => events.map(({ resource }) => resource)).filter(isFlowRun);
  const ofTasks = runs.flatMap(({ tasks }) => tasks.filter(({ run }) => isRandomTaskName(run)).map(({ run }) => run.name));
  const ofRuns = [...runs.map(({ run }) => run.name), ...named.map((resource) => resource["prefect.resource.name"] ?? "")].filter(
    isRandomName,
  );
  return compareBy({ runs }, [...ofRuns, ...ofTasks], ignored);
};

/** One answer as it can be compared with another server's. */
export const normalizeAnswer = (answer: unknown): unknown => compareBy(answer, randomNamesIn(answer), []);

/** The names a server makes up, wherever a `name` stands. */
const randomNamesIn = (answer: unknown): readonly string[] =>
  [...JSON.stringify(answer).matchAll(/"name": ?"([a-z]+-[a-z]+)"/g)].map(([, name]) => name ?? "");
