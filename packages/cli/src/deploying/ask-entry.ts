/** Asking on a terminal for what a deployment lacks, and keeping the answers. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Json, JsonObject } from "@millrace/contract";
import type { CommandContext } from "../command.ts";
import { isObject } from "../files.ts";
import { getWorkerType, listWorkerTypes } from "../worker-types.ts";
import { listFlows } from "./list-flows.ts";

const isMissing = (value: Json | undefined): boolean => value === undefined || value === null || value === "";

const askFlow = ({ ask, host }: CommandContext): Promise<string> => {
  const found = listFlows(host.cwd);
  if (found.length === 0) return ask.text("Where is the flow, as path/to/file.ts:flow?");
  return ask.choose("Which flow? Any other as path/to/file.ts:flow.", found, (answer) => answer.includes(":"));
};

/** A first pool for whoever has none. */
const createPool = async ({ ask, connect, say }: CommandContext): Promise<string> => {
  const client = await connect();
  const name = (await ask.text("There is no work pool yet. What should the first one be called? Empty for default")) || "default";
  const types = await listWorkerTypes(client);
  const type = await ask.choose(
    "Which infrastructure is it for?",
    types.map((each) => each.type),
  );
  await client.workPools.create({ body: { name, type, base_job_template: getWorkerType(types, type).baseJobTemplate } });
  say.line(`Created work pool ${name}.`);
  return name;
};

const askPool = async (context: CommandContext): Promise<string> => {
  const client = await context.connect();
  const pools = (await client.workPools.list({ body: {} })).map(({ name }) => name);
  return pools.length === 0 ? createPool(context) : context.ask.choose("Which work pool should carry out its runs?", pools);
};

const askSchedule = async ({ ask }: CommandContext): Promise<readonly JsonObject[]> => {
  const cron = await ask.text("When should it run, as a cron expression? Empty for no schedule");
  return cron === "" ? [] : [{ cron }];
};

/** The entry with answers for what it lacks; as it is when it lacks nothing or nobody is there to answer. */
export const askEntry = async (context: CommandContext, entry: JsonObject): Promise<JsonObject> => {
  const { ask } = context;
  const pool = isObject(entry.work_pool) ? entry.work_pool : {};
  const lacks = [entry.entrypoint, entry.name, pool.name].map(isMissing);
  const [lacksFlow, lacksName, lacksPool] = lacks;
  if (!ask.interactive || !lacks.includes(true)) return entry;
  const entrypoint = lacksFlow ? await askFlow(context) : entry.entrypoint;
  const name = lacksName ? (await ask.text("What is the deployment called? Empty for default")) || "default" : entry.name;
  const hasSchedules = Array.isArray(entry.schedules) && entry.schedules.length > 0;
  const schedules = hasSchedules || !lacksName ? entry.schedules : [...(await askSchedule(context))];
  const poolName = lacksPool ? await askPool(context) : pool.name;
  return {
    ...entry,
    entrypoint: entrypoint ?? null,
    name: name ?? null,
    work_pool: { ...pool, name: poolName ?? null },
    ...(schedules === undefined ? {} : { schedules }),
  };
};

const isEmpty = (value: Json): boolean => value === null || (typeof value === "object" && Object.keys(value).length === 0);

const withoutEmpty = (value: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): [string, Json][] => {
      const kept = isObject(item) ? withoutEmpty(item) : item;
      return isEmpty(kept) ? [] : [[key, kept]];
    }),
  );

/** Offers to write a deployment that was asked for into the file, in place of one without a name; the rest of the file stays as it is. */
export const offerToSave = async ({ ask, host, say }: CommandContext, file: string, entry: JsonObject): Promise<void> => {
  const answer = await ask.text(`Save it in ${file}, to deploy it again with millrace deploy -n ${String(entry.name)}? [y/n]`);
  if (!/^y(es)?$/i.test(answer)) return;
  const { isMap, isSeq, parseDocument } = await import("yaml");
  const path = resolve(host.cwd, file);
  const document = parseDocument(existsSync(path) ? readFileSync(path, "utf8") : "deployments:\n");
  const deployments = document.get("deployments");
  const kept = document.createNode(withoutEmpty(entry));
  const nameless = isSeq(deployments) ? deployments.items.findIndex((item) => isMap(item) && isMissing(item.get("name") as Json)) : -1;
  if (nameless >= 0) document.setIn(["deployments", nameless], kept);
  else if (isSeq(deployments)) document.addIn(["deployments"], kept);
  else document.set("deployments", document.createNode([withoutEmpty(entry)]));
  writeFileSync(path, document.toString({ nullStr: "null", lineWidth: 0 }));
  say.line(`Saved in ${file}.`);
};
