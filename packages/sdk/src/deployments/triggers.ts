/** Triggers of a deployment: automations that run it and belong to it (workers.md §19). */
import { type Client, isClientError } from "@millrace/client";
import type {
  CompoundTrigger,
  CreateAutomationInput,
  Deployment,
  EventTrigger,
  Json,
  JsonObject,
  SequenceTrigger,
} from "@millrace/contract";
import { isObject } from "../templating/placeholders.ts";

interface TriggerAction {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly enabled?: boolean | undefined;
  /** Parameters of the run; texts may have `{{ event.payload.day }}` and the like in them. */
  readonly parameters?: JsonObject | undefined;
  readonly job_variables?: JsonObject | undefined;
  /** Seconds from the trigger to the run. */
  readonly schedule_after?: number | undefined;
}

type Within<T> = Omit<Partial<T>, "id" | "triggers"> & { readonly triggers: readonly TriggerCondition[] };

/** When a trigger fires: on events, on several triggers, or on several in their order; fields as on the wire. */
export type TriggerCondition = Omit<Partial<EventTrigger>, "id"> | Within<CompoundTrigger> | Within<SequenceTrigger>;

/** A trigger of a deployment, such as `{ expect: ["rows.ready"], parameters: { day: "{{ event.payload.day }}" } }`. */
export type DeploymentTrigger = TriggerAction & TriggerCondition;

/** What of a trigger is about the automation or its action, and not about when it fires. */
const automationKeys = new Set(["name", "description", "enabled", "parameters", "job_variables", "schedule_after"]);

const listObjects = (value: Json | undefined): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

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

/** Whether the server knows automations at all. */
const deleteTriggers = async ({ automations }: Client, { id }: Deployment): Promise<boolean> => {
  try {
    await automations.deleteOwned({ resource_id: `prefect.deployment.${id}` });
    return true;
  } catch (error) {
    if (isClientError(error, "not-found")) return false;
    throw error;
  }
};

/** Puts a deployment's triggers, as they are written in files, in place of those it had. */
export const replaceTriggers = async (client: Client, deployment: Deployment, triggers: readonly JsonObject[]): Promise<void> => {
  if (!(await deleteTriggers(client, deployment))) return;
  for (const [index, written] of triggers.entries()) {
    // The server reads it with care; its answer says what it does not accept.
    await client.automations.create({ body: printAutomation(written, index, deployment) as unknown as CreateAutomationInput });
  }
};
