import { randomUUID } from "node:crypto";
import type { Client } from "@millrace/client";
import type { StateType } from "@millrace/contract";
import { reportTaskRun, sendReports } from "./task-run-events.ts";

/** Names that no column is wide enough for, and of several scripts. */
export const longName = "quarterly-reconciliation-of-every-ledger-of-every-subsidiary-including-those-closed-last-year";
const scripts = "日次集計 – Umsätze, ежедневно, يوميًا 🌊";

const schema = {
  title: "Parameters",
  type: "object",
  required: ["region"],
  properties: {
    region: { title: "Region", type: "string", position: 0, enum: ["eu", "us"] },
    batch: { title: "Batch", type: "integer", default: 500, position: 1, description: "Rows **at once**" },
    since: { title: "Since", type: "string", format: "date-time", position: 2 },
    shops: { title: "Shops", type: "array", items: { type: "string" }, position: 3 },
    options: { title: "Options", type: "object", position: 4, properties: { dry: { title: "Dry run", type: "boolean", default: false } } },
  },
};

/** Where the seeded objects are. */
export interface Seeded {
  readonly flowId: string;
  readonly deploymentId: string;
  /** Of each state a run may be in. */
  readonly runs: Readonly<Record<StateType, string>>;
  readonly taskRunId: string;
  readonly poolName: string;
  readonly queueName: string;
  readonly workerId: string;
  readonly blockId: string;
  readonly automationId: string;
  readonly globalLimitId: string;
  readonly tagLimitId: string;
  readonly artifactId: string;
}

const seedBlock = async (client: Client): Promise<string> => {
  const fields = {
    title: "Store",
    type: "object",
    block_type_slug: "store",
    required: ["place"],
    properties: { place: { type: "string", title: "Place" }, password: { type: "string", title: "Password", format: "password" } },
    secret_fields: ["password"],
    block_schema_references: {},
  };
  const code_example = '```python\nfrom stores import Store\n\nstore = Store.load("BLOCK_NAME")\n```';
  const type = await client.blockTypes.create({ body: { name: "Store", slug: "store", description: "Keeps **files**.", code_example } });
  const { id } = await client.blockSchemas.create({ body: { block_type_id: type.id, capabilities: ["write-path", "notify"], fields } });
  const make = (name: string) =>
    client.blockDocuments.create({
      body: { name, block_type_id: type.id, block_schema_id: id, data: { place: "/srv/archive", password: "x" } },
    });
  await make("warehouse");
  return (await make("archive")).id;
};

const seedArtifacts = async (client: Client, flow_run_id: string): Promise<string> => {
  const make = (body: object) => client.artifacts.create({ body: { flow_run_id, ...body } });
  await make({ key: "summary", type: "markdown", data: "# First\n\nOne line" });
  await make({
    key: "summary",
    type: "markdown",
    data: "# Second\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n",
    description: "What happened",
  });
  await make({
    key: "rows",
    type: "table",
    data: JSON.stringify(Array.from({ length: 30 }, (_, n) => ({ city: `City ${n}`, people: n }))),
  });
  await make({ key: "rows", type: "table", data: '[{"city": "City 0", "people": 7}]' });
  await make({ key: longName, type: "progress", data: 55 });
  await make({ key: "picture", type: "image", data: "/favicon.svg" });
  return (await make({ key: "document", type: "markdown", data: `# ${scripts}\n\n${"long ".repeat(200)}` })).id;
};

const seedRuns = async (client: Client, flowId: string, deployment_id: string): Promise<Readonly<Record<StateType, string>>> => {
  const make = async (type: StateType, more: object = {}): Promise<readonly [StateType, string]> => {
    const message = type === "FAILED" ? `ValueError: the price of ${longName} is negative` : null;
    const name = `run-${type.toLowerCase()}`;
    const body = { flow_id: flowId, deployment_id, name, parameters: { region: "us" }, tags: ["prod", longName], ...more };
    const { id } = await client.flowRuns.create({ body });
    const states: readonly StateType[] = ["COMPLETED", "FAILED", "PAUSED", "CANCELLING", "CRASHED"].includes(type)
      ? ["RUNNING", type]
      : [type];
    for (const each of states) await client.flowRuns.setState({ id, body: { state: { type: each, message, name: null }, force: true } });
    return [type, id];
  };
  const types = ["SCHEDULED", "PENDING", "RUNNING", "COMPLETED", "FAILED", "CANCELLED", "CRASHED", "PAUSED", "CANCELLING"] as const;
  const made: (readonly [StateType, string])[] = [];
  for (const type of types) made.push(await make(type));
  await make("COMPLETED", { name: longName, parameters: { region: scripts } });
  return Object.fromEntries(made) as Record<StateType, string>;
};

const seedTasks = async (client: Client, flowRunId: string): Promise<string> => {
  const now = Date.now();
  const ids = Array.from({ length: 8 }, () => randomUUID());
  const reports = ids.flatMap((id, index) => {
    const after = ids.slice(Math.max(0, index - 1), index);
    const from = now - 60_000 + index * 5_000;
    return reportTaskRun(flowRunId, id, {
      name: `${index % 2 === 0 ? "extract" : longName}-${index}`,
      from,
      to: from + 4_000,
      after,
      ...(index === 7 ? { type: "FAILED" as const } : {}),
    });
  });
  await sendReports(client, reports);
  const line = (index: number) => ({
    flow_run_id: flowRunId,
    task_run_id: index % 2 === 0 ? null : (ids[0] ?? null),
    name: "prefect.flow_runs",
    level: (index % 5) * 10 + 10,
    message: index === 3 ? `Traceback:\n  File "a.py", line 1\n${scripts}` : `Row ${index} ${index === 4 ? "long ".repeat(100) : ""}`,
    timestamp: new Date(now - 60_000 + index * 1000).toISOString(),
  });
  await client.logs.create({ body: Array.from({ length: 40 }, (_, index) => line(index)) });
  return ids[0] ?? "";
};

const seedInfrastructure = async (client: Client): Promise<Pick<Seeded, "poolName" | "queueName" | "workerId">> => {
  const poolName = "yard";
  await client.workPools.create({ body: { name: poolName, type: "process", concurrency_limit: 5, description: "Two servers in Oslo" } });
  await client.workPools.create({ body: { name: longName, type: "docker", description: "long ".repeat(40) } });
  await client.workQueues.createInPool({ work_pool_name: poolName, body: { name: "urgent", priority: 1, concurrency_limit: 2 } });
  await client.workers.heartbeat({ work_pool_name: poolName, body: { name: "worker-1", heartbeat_interval_seconds: 600 } });
  const [worker] = await client.workers.list({ work_pool_name: poolName, body: {} });
  return { poolName, queueName: "urgent", workerId: worker?.id ?? "" };
};

/** One or several of everything that has a page, with names and texts that are hard to show. */
export const seedEveryNoun = async (client: Client): Promise<Seeded> => {
  const places = await seedInfrastructure(client);
  const flow = await client.flows.create({ body: { name: "orders", tags: ["prod"] } });
  await client.flows.create({ body: { name: `${longName}-${scripts}` } });
  const common = { flow_id: flow.id, work_pool_name: places.poolName, work_queue_name: places.queueName, parameter_openapi_schema: schema };
  const deployment = await client.deployments.create({
    body: {
      ...common,
      name: "nightly",
      tags: ["prod", longName],
      parameters: { region: "eu" },
      job_variables: { env: { A: "1" } },
      description: "# About\n\nReads **orders**.",
      version: "1.2.3",
      entrypoint: "flows/orders.py:load",
      pull_steps: [{ "prefect.deployments.steps.set_working_directory": { directory: "/srv" } }],
      schedules: [
        { schedule: { cron: "0 2 * * *", timezone: "Europe/Berlin" }, slug: "night" },
        { schedule: { interval: 3600 }, active: false },
      ],
    },
  });
  const [night] = deployment.schedules;
  const pause = { start_time: "2040-01-01T00:00:00Z", end_time: "2040-02-01T00:00:00Z", reason: longName };
  await client.schedulePolicies.set({
    id: deployment.id,
    schedule_id: night?.id ?? "",
    body: { overlap: "queue", pause_windows: [pause] },
  });
  await client.deployments.create({ body: { ...common, name: longName, parameters: {} } });
  const runs = await seedRuns(client, flow.id, deployment.id);
  const taskRunId = await seedTasks(client, runs.FAILED);
  await client.variables.create({ body: { name: "region", value: "eu-north", tags: ["prod"] } });
  await client.variables.create({ body: { name: "limits", value: { rows: 500, text: scripts.repeat(20) }, tags: [longName] } });
  const global = await client.concurrencyLimits.create({ body: { name: "database", limit: 3 } });
  await client.concurrencyLimits.create({ body: { name: longName, limit: 100, slot_decay_per_second: 0.5, active: false } });
  await client.concurrencyLimits.claimLease({ body: { names: ["database"], slots: 1, holder: { type: "flow_run", id: runs.RUNNING } } });
  const tag = await client.concurrencyLimits.createForTag({ body: { tag: "db", concurrency_limit: 2 } });
  const automation = await client.automations.create({
    body: {
      name: "failures",
      description: "Tells whoever is on call",
      trigger: {
        type: "event",
        posture: "Reactive",
        expect: ["prefect.flow-run.Failed"],
        match: {},
        for_each: [],
        threshold: 1,
        within: 0,
      },
      actions: [{ type: "run-deployment", source: "selected", deployment_id: deployment.id, parameters: {} }],
    },
  });
  return {
    ...places,
    flowId: flow.id,
    deploymentId: deployment.id,
    runs,
    taskRunId,
    blockId: await seedBlock(client),
    automationId: automation.id,
    globalLimitId: global.id,
    tagLimitId: tag.id,
    artifactId: await seedArtifacts(client, runs.COMPLETED),
  };
};
