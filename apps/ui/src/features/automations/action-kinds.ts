import type { Action, JsonObject } from "@millrace/contract";
import type { ResourceKind } from "./resources.ts";

export type ActionType = Action["type"];

/** What an action does to what, and the field that says to which one. */
export interface ActionKind {
  readonly type: ActionType;
  readonly label: string;
  readonly target?: { readonly kind: ResourceKind; readonly field: string };
}

const deployment = { kind: "deployment", field: "deployment_id" } as const;
const pool = { kind: "work-pool", field: "work_pool_id" } as const;
const queue = { kind: "work-queue", field: "work_queue_id" } as const;
const automation = { kind: "automation", field: "automation_id" } as const;

export const actionKinds: readonly ActionKind[] = [
  { type: "run-deployment", label: "Run a deployment", target: deployment },
  { type: "send-notification", label: "Send a notification" },
  { type: "call-webhook", label: "Call a webhook" },
  { type: "cancel-flow-run", label: "Cancel the flow run" },
  { type: "suspend-flow-run", label: "Suspend the flow run" },
  { type: "resume-flow-run", label: "Resume the flow run" },
  { type: "change-flow-run-state", label: "Change the state of the flow run" },
  { type: "delete-flow-run", label: "Delete the flow run" },
  { type: "pause-deployment", label: "Pause a deployment", target: deployment },
  { type: "resume-deployment", label: "Resume a deployment", target: deployment },
  { type: "pause-work-pool", label: "Pause a work pool", target: pool },
  { type: "resume-work-pool", label: "Resume a work pool", target: pool },
  { type: "pause-work-queue", label: "Pause a work queue", target: queue },
  { type: "resume-work-queue", label: "Resume a work queue", target: queue },
  { type: "pause-automation", label: "Pause an automation", target: automation },
  { type: "resume-automation", label: "Resume an automation", target: automation },
  { type: "do-nothing", label: "Do nothing" },
];

export const kindOfAction = ({ type }: JsonObject): ActionKind | undefined => actionKinds.find((kind) => kind.type === type);

const notice = `Flow run {{ flow_run.name }} is {{ flow_run.state.name }}.

Flow: {{ flow.name }}
Message: {{ flow_run.state.message }}
{{ flow_run | ui_url }}`;

/** What an action of a kind begins with. */
export const newAction = (type: ActionType): JsonObject => {
  const target = actionKinds.find((kind) => kind.type === type)?.target;
  if (type === "send-notification") return { type, subject: "{{ flow_run.name }}: {{ flow_run.state.name }}", body: notice };
  if (type === "call-webhook") return { type, payload: "" };
  if (type === "change-flow-run-state") return { type, state: "FAILED", name: null, message: null, force: false };
  return target === undefined ? { type } : { type, source: "selected", [target.field]: null };
};

/** Why an action cannot be sent as it is; undefined when nothing is missing. */
export const findActionProblem = (action: JsonObject): string | undefined => {
  const target = kindOfAction(action)?.target;
  if (target !== undefined && action.source !== "inferred" && typeof action[target.field] !== "string")
    return "Choose what it is done to, or have it inferred from the event.";
  if ((action.type === "send-notification" || action.type === "call-webhook") && typeof action.block_document_id !== "string")
    return "Choose the block it goes through.";
  if (action.type === "send-notification" && (typeof action.body !== "string" || action.body.trim() === ""))
    return "A notification needs a text.";
  return undefined;
};
