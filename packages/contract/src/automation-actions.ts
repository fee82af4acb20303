/** What an automation does when its trigger fires (server.md §A.4). */
import {
  Bool,
  Default,
  type Fields,
  Json,
  JsonObject,
  Nullable,
  OneOf,
  Open,
  type Parsed,
  type Schema,
  Seconds,
  type Static,
  Text,
  Union,
  Uuid,
  With,
} from "./schema.ts";
import { StateType } from "./states.ts";

const typed = <const T extends string, const F extends Fields>(type: T, fields: F) => Open({ type: Default(OneOf(type), type), ...fields });

const source = Default(OneOf("selected", "inferred"), "selected");
const target = Default(Nullable(Uuid), null);
const object = Default(Nullable(JsonObject), null);
const note = Default(Nullable(Text), null);

const action = Union(
  [
    typed("do-nothing", {}),
    typed("run-deployment", {
      source,
      deployment_id: target,
      parameters: object,
      job_variables: object,
      schedule_after: Default(With(Seconds, { minimum: 0 }), 0),
    }),
    typed("pause-deployment", { source, deployment_id: target }),
    typed("resume-deployment", { source, deployment_id: target }),
    typed("cancel-flow-run", {}),
    typed("delete-flow-run", {}),
    typed("change-flow-run-state", { name: note, state: StateType, message: note, force: Default(Bool, false) }),
    typed("suspend-flow-run", {}),
    typed("resume-flow-run", {}),
    typed("pause-work-queue", { source, work_queue_id: target }),
    typed("resume-work-queue", { source, work_queue_id: target }),
    typed("pause-work-pool", { source, work_pool_id: target }),
    typed("resume-work-pool", { source, work_pool_id: target }),
    typed("pause-automation", { source, automation_id: target }),
    typed("resume-automation", { source, automation_id: target }),
    typed("send-notification", { block_document_id: Uuid, subject: Default(Text, "Prefect automated notification"), body: Text }),
    /** A payload that is no text is kept as the JSON it is. */
    typed("call-webhook", { block_document_id: Uuid, payload: Default(Json, "") }),
  ],
  "type",
);
export type Action = Parsed<typeof action>;
export type ActionInput = Static<typeof action>;
export const Action: Schema<ActionInput, Action> = action;
