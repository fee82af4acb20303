import type { Json, JsonObject } from "@millrace/contract";
import type { Setting } from "@millrace/settings";
import { type ServerSettings, serverSettings } from "../../settings.ts";
import { isObject } from "../../wire/json-schema/values.ts";

const mask = "**********";

/** Where names of settings divide into the groups of the protocol's tree (server.md §9). */
const groups = [
  ["server"],
  ...["api", "concurrency", "database", "deployments", "events", "flow_run_graph", "logs", "services", "tasks", "ui", "worker_channel"].map(
    (name) => ["server", name],
  ),
  ...[
    "cancellation_cleanup",
    "cleanup_reconciler",
    "db_vacuum",
    "event_logger",
    "foreman",
    "late_runs",
    "pause_expirations",
    "repossessor",
    "scheduler",
  ].map((name) => ["server", "services", name]),
  ["server", "tasks", "scheduling"],
].sort((one, other) => other.length - one.length);

const pathOf = (env: string): readonly string[] => {
  const name = env.toLowerCase();
  const group = groups.find((each) => name.startsWith(`${each.join("_")}_`)) ?? [];
  return [...group, name.slice(group.join("_").length).replace(/^_/, "")];
};

/** The address of a database holds its password. */
const isSecret = ({ secret, env }: Setting): boolean => secret === true || /CONNECTION_URL|PASSWORD|TOKEN|SECRET/.test(env);

const printValue = (setting: Setting, value: unknown): Json => {
  if (value === undefined || value === null) return null;
  if (isSecret(setting)) return mask;
  return typeof value === "object" ? (JSON.parse(JSON.stringify(value)) as Json) : (value as Json);
};

const place = (tree: JsonObject, [name = "", ...rest]: readonly string[], value: Json): JsonObject => {
  const inner = tree[name];
  return { ...tree, [name]: rest.length === 0 ? value : place(isObject(inner) ? inner : {}, rest, value) };
};

/** Settings in groups, as the protocol's tree has them; seconds as numbers. */
export const showSettings = (settings: ServerSettings): JsonObject =>
  (Object.entries(serverSettings) as [keyof ServerSettings, Setting][]).reduce<JsonObject>(
    (tree, [name, setting]) => place(tree, pathOf(setting.env), printValue(setting, settings[name])),
    {},
  );
