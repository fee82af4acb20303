import type { JsonObject } from "@millrace/contract";
import { type CommandContext, command } from "../command.ts";
import { askEntry, offerToSave } from "../deploying/ask-entry.ts";
import { type Deployed, deployEntry } from "../deploying/deploy-entry.ts";
import { applyOptions, type DeployInput, deployOptions, readJobVariables } from "../deploying/deploy-options.ts";
import { pickEntries } from "../deploying/pick-entries.ts";
import { type PrefectFile, readPrefectFile } from "../deploying/prefect-file.ts";
import { readTriggers } from "../deploying/triggers.ts";
import { isObject } from "../files.ts";
import { optional, text } from "../parameters.ts";
import { findPage } from "../ui-page.ts";

const sayDeployed = (context: CommandContext, { deployment, flow }: Deployed): void => {
  context.say.done(`Deployed ${flow.name}/${deployment.name} (${deployment.id}).`);
  const page = findPage(context, `/deployments/deployment/${deployment.id}`);
  if (page !== undefined) context.say.line(`See it:        ${page}`);
};

/** What is left to do before runs are carried out. */
const sayNext = async ({ connect, say }: CommandContext, deployed: readonly Deployed[]): Promise<void> => {
  const client = await connect();
  const pools = new Map(deployed.map(({ pool }) => [pool.name, pool]));
  for (const { name, type } of pools.values()) {
    if (/:(push|managed)$/.test(type)) continue;
    const online = await client.workers.list({ work_pool_name: name, body: { workers: { status: { any_: ["ONLINE"] } } } });
    if (online.length === 0) say.line(`Start a worker: millrace worker start --pool ${quote(name)}`);
  }
  const [first] = deployed;
  if (first !== undefined) say.line(`Run it:        millrace deployment run ${quote(`${first.flow.name}/${first.deployment.name}`)}`);
};

const quote = (name: string): string => (/^[\w./:-]+$/.test(name) ? name : `'${name}'`);

const withDefaultPool = (entry: JsonObject, pool: string | undefined): JsonObject => {
  const own = isObject(entry.work_pool) ? entry.work_pool : {};
  return typeof own.name === "string" || pool === undefined ? entry : { ...entry, work_pool: { ...own, name: pool } };
};

/** Options that say what a single deployment is like. */
const isGiven = ({ name: _, all: __, prefectFile: ___, enforceParameterSchema: ____, ...rest }: DeployInput): boolean =>
  Object.values(rest).some((value) => value !== undefined && !(Array.isArray(value) && value.length === 0));

const plain = (input: DeployInput): DeployInput => ({
  ...input,
  ...{ entrypoint: undefined, description: undefined, version: undefined, tag: [], concurrencyLimit: undefined, pool: undefined },
  ...{ workQueue: undefined, jobVariable: [], cron: [], interval: [], rrule: [], anchorDate: undefined, timezone: undefined },
  ...{ trigger: [], param: [], params: undefined, enforceParameterSchema: true, name: [] },
});

const deployMany = async (
  context: CommandContext,
  { actions }: PrefectFile,
  { entries, input }: { readonly entries: readonly JsonObject[]; readonly input: DeployInput },
): Promise<readonly Deployed[]> => {
  const { say, settings } = context;
  if (isGiven(input)) say.warn("Several deployments are stored, so that the options for a single one are ignored.");
  const deployed: Deployed[] = [];
  for (const entry of entries) {
    if (typeof entry.name !== "string") {
      say.warn(`A deployment of ${String(entry.entrypoint ?? "no flow")} has no name and is left out.`);
      continue;
    }
    const filled = withDefaultPool(entry, settings().deploymentsDefaultWorkPoolName);
    const one = await deployEntry(context, { entry: applyOptions(filled, plain(input)), actions, overrides: {}, triggers: [] });
    sayDeployed(context, one);
    deployed.push(one);
  }
  return deployed;
};

const deployOne = async (
  context: CommandContext,
  { actions }: PrefectFile,
  { entry, input }: { readonly entry: JsonObject; readonly input: DeployInput },
): Promise<readonly Deployed[]> => {
  // A default pool replaces the file's when there is one deployment, as if it had been named (cli.md §5).
  const pool = input.pool ?? context.settings().deploymentsDefaultWorkPoolName;
  const given = applyOptions(entry, { ...input, pool });
  const asked = await askEntry(context, given);
  const one = await deployEntry(context, {
    entry: asked,
    actions,
    overrides: readJobVariables(input),
    triggers: await readTriggers(context.host, input.trigger),
  });
  sayDeployed(context, one);
  if (asked !== given) await offerToSave(context, input.prefectFile, asked);
  return [one];
};

/** On a terminal, which of several is meant is asked. */
const chooseNames = async ({ ask }: CommandContext, { entries }: PrefectFile, input: DeployInput): Promise<readonly string[]> => {
  const known = entries.flatMap(({ name }) => (typeof name === "string" ? [name] : []));
  if (input.all || input.name.length > 0 || known.length < 2 || !ask.interactive) return input.name;
  return [await ask.choose("Which deployment of the file?", known)];
};

export default command({
  does: "Create and update deployments, from prefect.yaml or from options.",
  details: "Without a name it takes the one deployment of the file. Options replace what the file says.",
  takes: { entrypoint: optional(text("Where the flow is, as path/to/file.ts:flow or path/to/file.py:flow.")) },
  options: deployOptions,
  async run(context, input) {
    const file = readPrefectFile(context.host, input.prefectFile);
    for (const warning of file.warnings) context.say.warn(warning);
    const names = await chooseNames(context, file, input);
    const { entries, missing } = pickEntries(file.entries, { names, all: input.all });
    if (missing.length > 0) context.say.warn(`${input.prefectFile} has no deployment ${missing.join(", ")}.`);
    const [entry = {}, ...more] = entries;
    const deployed =
      more.length > 0 ? await deployMany(context, file, { entries, input }) : await deployOne(context, file, { entry, input });
    await sayNext(context, deployed);
  },
});
