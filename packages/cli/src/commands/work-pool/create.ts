import { findPythonPackage, type JsonObject, type WorkPool } from "@millrace/contract";
import { type CommandContext, CommandError, command } from "../../command.ts";
import { readJsonObject } from "../../files.ts";
import { findOrNothing } from "../../missing.ts";
import { flag, text } from "../../parameters.ts";
import { findPage } from "../../ui-page.ts";
import { getWorkerType, listWorkerTypes, type WorkerType } from "../../worker-types.ts";
import { saveProfile } from "../config/profile-settings.ts";

const defaultPoolSetting = "PREFECT_DEPLOYMENTS_DEFAULT_WORK_POOL_NAME";
const statuses: Readonly<Record<string, string>> = { READY: "Ready", NOT_READY: "Not ready", PAUSED: "Paused" };

const chooseType = async ({ ask }: CommandContext, types: readonly WorkerType[], given: string | undefined): Promise<WorkerType> => {
  if (given !== undefined || !ask.interactive) return getWorkerType(types, given);
  return getWorkerType(
    types,
    await ask.choose(
      "Which infrastructure is it for?",
      types.map(({ type }) => type),
    ),
  );
};

interface Wanted {
  readonly name: string;
  readonly type: string | undefined;
  readonly template: JsonObject | undefined;
  readonly paused: boolean;
}

const create = async (context: CommandContext, { name, type, template, paused }: Wanted): Promise<WorkPool> => {
  const client = await context.connect();
  const chosen = await chooseType(context, await listWorkerTypes(client), type);
  return client.workPools.create({
    body: { name, type: chosen.type, base_job_template: template ?? chosen.baseJobTemplate, is_paused: paused },
  });
};

/** Changes a pool that exists; its type stays as it is (cli.md §7). */
const update = async (context: CommandContext, { name, template, paused }: Wanted): Promise<WorkPool> => {
  const client = await context.connect();
  await client.workPools.update({ name, body: { is_paused: paused, ...(template === undefined ? {} : { base_job_template: template }) } });
  return client.workPools.get({ name });
};

const useByDefault = ({ say, sources }: CommandContext, name: string): void => {
  const read = sources();
  saveProfile(read, { ...read.profile, [defaultPoolSetting]: name });
  say.prose(`It is the default work pool of profile '${read.profileName}'. To change that: millrace config set ${defaultPoolSetting}=NAME`);
};

const sayPool = (context: CommandContext, pool: WorkPool): void => {
  const page = findPage(context, `/work-pools/work-pool/${pool.name}`);
  context.say.pairs([
    ["UUID", pool.id],
    ["Type", pool.type],
    ["Description", pool.description ?? ""],
    ["Status", statuses[pool.status ?? ""] ?? ""],
    ...(page === undefined ? [] : [["URL", page] as const]),
  ]);
};

/** How to start a worker for a pool. */
const explainWorker = ({ name, type }: WorkPool): string => {
  const needed = findPythonPackage(type);
  if (needed === undefined) return `Start a worker for it: millrace worker start --pool ${name}`;
  return `Start a worker of Python for it:\n    pip install prefect ${needed}\n    python -m prefect worker start --pool ${name}`;
};

export default command({
  does: "Create a work pool.",
  takes: { name: text("Name of the pool.") },
  options: {
    type: text("Infrastructure its runs get, such as process or docker.", { short: "t" }),
    baseJobTemplate: text("JSON file with the template of its jobs, in place of the type's own."),
    paused: flag("Create it paused."),
    setAsDefault: flag("Use it for deployments that name no pool, in the active profile."),
    provisionInfrastructure: flag("For pools of a cloud that starts runs by itself, which there are none of here."),
    provisionInfra: flag("The same as --provision-infrastructure."),
    overwrite: flag("Update it if it exists; its type stays."),
  },
  async run(context, input) {
    const { name, paused, overwrite } = input;
    if (/^prefect/i.test(name)) throw new CommandError('Names of work pools that begin with "prefect" are reserved. Choose another.');
    if (input.provisionInfrastructure || input.provisionInfra)
      throw new CommandError("Infrastructure is provisioned only for pools that push runs to a cloud, which do not exist here.");
    const template = input.baseJobTemplate === undefined ? undefined : readJsonObject(context.host, input.baseJobTemplate);
    const client = await context.connect();
    const known = await findOrNothing(client.workPools.get({ name }));
    if (known !== undefined && !overwrite) throw new CommandError(`Work pool "${name}" exists already. Use --overwrite to update it.`);
    const wanted = { name, type: input.type, template, paused };
    const pool = known === undefined ? await create(context, wanted) : await update(context, wanted);
    context.say.done(`${known === undefined ? "Created" : "Updated"} work pool ${pool.name}.`);
    if (!pool.is_paused) context.say.line(explainWorker(pool));
    if (input.setAsDefault) useByDefault(context, pool.name);
    sayPool(context, pool);
  },
});
