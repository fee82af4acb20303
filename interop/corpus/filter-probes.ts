import { type Exchange, nowhere } from "./exchange.ts";
import type { ApiDocument, BodySchema } from "./probes.ts";

/** One of everything a filter may find, and another that has little to be found by. */
const things: readonly Exchange[] = [
  ["POST /flows/", { name: "One", tags: ["one"] }, "fone"],
  ["POST /flows/", { name: "Größe 東京 🌊" }, "ftwo"],
  ["POST /work_pools/", { name: "One", type: "process" }],
  [
    "POST /deployments/",
    { flow_id: "$fone", name: "One", tags: ["one"], work_pool_name: "One", work_queue_name: "One", paused: true },
    "done",
  ],
  ["POST /deployments/", { flow_id: "$ftwo", name: "two" }],
  ["POST /flow_runs/", { flow_id: "$fone", name: "One", deployment_id: "$done", tags: ["one"], state: { type: "COMPLETED" } }, "rone"],
  ["POST /flow_runs/", { flow_id: "$ftwo", name: "two", state: { type: "SCHEDULED" } }],
  ["POST /flow_runs/", { flow_id: "$ftwo", name: "lost", deployment_id: nowhere }],
  ["POST /task_runs/", { flow_run_id: "$rone", task_key: "k", dynamic_key: "1", name: "One", tags: ["one"] }],
  ["POST /task_runs/", { task_key: "k", dynamic_key: "2", name: "two" }],
  ["POST /variables/", { name: "filtered", value: 1, tags: ["one"] }],
  ["POST /artifacts/", { key: "one", type: "one", data: "x", flow_run_id: "$rone" }],
  ["POST /artifacts/", { key: "two", data: "x" }],
];

/** How each list is sorted, so that the answers of two servers come in one order. */
const lists: Readonly<Record<string, string | undefined>> = {
  "/flows/filter": "NAME_ASC",
  "/flow_runs/filter": "NAME_ASC",
  "/task_runs/filter": "NAME_ASC",
  "/deployments/filter": "NAME_ASC",
  "/work_pools/filter": undefined,
  "/variables/filter": "NAME_ASC",
};

/** Values that say nothing, and some that find one thing or none. */
const valuesFor = (schema: BodySchema): readonly unknown[] => {
  if (schema.type === "boolean") return [true, false];
  if (schema.type === "string" && schema.format === undefined) return ["", "ONE", "%", "_ne"];
  if (schema.type !== "array") return [null];
  const { format, enum: words } = schema.items ?? {};
  if (format === "uuid") return [[], [nowhere]];
  return words === undefined ? [[], ["One", "one"]] : [[]];
};

/** Every condition of every filter of every list, alone: what finds nothing, what says nothing, and where the one or the other ends. */
export const makeFilterProbes = ({ paths, components }: ApiDocument): readonly Exchange[] => {
  const follow = (schema: BodySchema): BodySchema => {
    const { $ref, anyOf } = schema;
    if ($ref !== undefined) return follow(components.schemas[$ref.split("/").at(-1) ?? ""] ?? {});
    return anyOf === undefined ? schema : follow(anyOf.find(({ type }) => type !== "null") ?? {});
  };
  const partsOf = (schema: BodySchema): readonly (readonly [string, BodySchema])[] =>
    Object.entries(follow(schema).properties ?? {}).map(([name, part]) => [name, follow(part)] as const);
  const probesOf = (path: string, sort: string | undefined): readonly Exchange[] => {
    const body = paths[path]?.post?.requestBody?.content["application/json"]?.schema ?? {};
    return partsOf(body).flatMap(([noun, filter]) =>
      partsOf(filter).flatMap(([field, condition]) =>
        partsOf(condition).flatMap(([operation, schema]) =>
          valuesFor(schema).map((value): Exchange => [`POST ${path}`, { [noun]: { [field]: { [operation]: value } }, sort }]),
        ),
      ),
    );
  };
  return [...things, ...Object.entries(lists).flatMap(([path, sort]) => probesOf(path, sort))];
};
