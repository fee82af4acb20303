/** Triggers of a deployment: automations that run it and belong to it (workers.md §19). */
import { extname } from "node:path";
import type { Client } from "@millrace/client";
import type { CreateAutomationInput, Deployment, Json, JsonObject } from "@millrace/contract";
import { CommandError } from "../command.ts";
import { isObject, parseJson, readDocument } from "../files.ts";
import type { Host } from "../host.ts";

const listObjects = (value: Json | undefined): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

const readFlag = async (host: Host, given: string): Promise<readonly JsonObject[]> => {
  if ([".yaml", ".yml", ".json"].includes(extname(given))) {
    const document = await readDocument(host, given);
    return listObjects(isObject(document) ? document.triggers : undefined);
  }
  const trigger = parseJson(given, "--trigger");
  if (isObject(trigger)) return [trigger];
  throw new CommandError(`--trigger is ${given}; it takes a JSON object, or a .yaml or .json file with the key triggers.`);
};

/** The triggers of `--trigger`: JSON, or files of them. Throws `CommandError`. */
export const readTriggers = async (host: Host, flags: readonly string[]): Promise<readonly JsonObject[]> =>
  (await Promise.all(flags.map((flag) => readFlag(host, flag)))).flat();

/** What of a written trigger is about the automation or its action, and not about when it fires. */
const automationKeys = new Set(["name", "description", "enabled", "parameters", "job_variables", "schedule_after"]);

const typeOf = ({ type, triggers }: JsonObject): string =>
  typeof type === "string" ? type : Array.isArray(triggers) ? "compound" : "event";

/** What clients fill in before they send a trigger, those within it included. */
const printTrigger = (written: JsonObject): JsonObject => {
  const trigger = Object.fromEntries(Object.entries(written).filter(([key]) => !automationKeys.has(key)));
  const type = typeOf(trigger);
  if (type === "event") return { posture: "Reactive", ...trigger, type };
  return { within: null, ...trigger, type, triggers: listObjects(trigger.triggers).map(printTrigger) };
};

const printAutomation = (written: JsonObject, index: number, { id, name }: Pick<Deployment, "id" | "name">): JsonObject => ({
  name: written.name ?? `${name}__automation_${index + 1}`,
  description: written.description ?? "",
  enabled: written.enabled ?? true,
  trigger: printTrigger(written),
  actions: [
    {
      type: "run-deployment",
      source: "selected",
      deployment_id: id,
      parameters: written.parameters ?? null,
      job_variables: written.job_variables ?? null,
      ...(written.schedule_after === undefined ? {} : { schedule_after: written.schedule_after }),
    },
  ],
  owner_resource: `prefect.deployment.${id}`,
});

/** Fills placeholders everywhere but in the parameters, which are filled when the trigger fires. */
const fillTrigger = async ({ parameters, ...rest }: JsonObject, { client, outputs, env }: Filling): Promise<JsonObject> => {
  const { fillPlaceholders, resolveReferences } = await import("@millrace/sdk/deploying");
  const filled = fillPlaceholders(await resolveReferences(client, rest), outputs, { env });
  return { ...(isObject(filled) ? filled : {}), ...(parameters === undefined ? {} : { parameters }) };
};

export interface Filling {
  readonly client: Client;
  /** What the steps gave. */
  readonly outputs: JsonObject;
  readonly env: Host["env"];
}

/** Puts a deployment's triggers in place of those it had. */
export const replaceTriggers = async (deployment: Deployment, triggers: readonly JsonObject[], filling: Filling): Promise<void> => {
  const { client } = filling;
  await client.automations.deleteOwned({ resource_id: `prefect.deployment.${deployment.id}` });
  for (const [index, written] of triggers.entries()) {
    const trigger = await fillTrigger(written, filling);
    // The server reads it with care; its answer says what it does not accept.
    await client.automations.create({ body: printAutomation(trigger, index, deployment) as unknown as CreateAutomationInput });
  }
};
