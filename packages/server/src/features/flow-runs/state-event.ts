import type { JsonObject, State } from "@millrace/contract";
import { secondsBetween } from "@millrace/contract";
import type { NewEvent } from "../../messaging/append-events.ts";
import type { StoredState } from "../../orchestration/drafts.ts";

/** What the event of a flow run's transition tells of its surroundings. */
export interface Surroundings {
  readonly flow: { readonly id: string; readonly name: string };
  readonly deployment: { readonly id: string; readonly name: string } | null;
  readonly workQueue: { readonly id: string; readonly name: string } | null;
  readonly workPool: { readonly id: string; readonly name: string; readonly type: string } | null;
  readonly parentTaskRun: { readonly id: string; readonly name: string } | null;
  /** Tags of the run and of everything above. */
  readonly tags: readonly string[];
  readonly creator: JsonObject | null;
}

interface FlowRunTransition {
  readonly run: { readonly id: string; readonly name: string; readonly run_count: number };
  readonly initial: State | null;
  readonly state: StoredState;
  readonly surroundings: Surroundings;
}

/** Messages longer than this keep only their ends (server.md §3.4). */
const longestMessage = 100_000;
/** An event names its predecessor only when that is less than five minutes old. */
const followsWithinSeconds = 300;

/** Counts whole characters: half of one could not be stored. */
const shorten = (message: string): string => {
  if (message.length <= longestMessage) return message;
  const characters = [...message];
  const left = characters.length - longestMessage;
  const note = `...${left} additional characters...`;
  if (left <= note.length) return message;
  const half = longestMessage / 2;
  return `${characters.slice(0, half).join("")}${note}${characters.slice(-half).join("")}`;
};

/** The event that announces a flow run's new state (server.md §3.4, events.md §2.2). */
export const stateEvent = ({ run, initial, state, surroundings }: FlowRunTransition): NewEvent => ({
  id: state.id,
  occurred: state.timestamp,
  event: `prefect.flow-run.${state.name}`,
  resource: {
    "prefect.resource.id": `prefect.flow-run.${run.id}`,
    "prefect.resource.name": run.name,
    "prefect.state-message": shorten(state.message ?? ""),
    "prefect.state-name": state.name,
    "prefect.state-timestamp": `${withFraction(state.timestamp)}+00:00`,
    "prefect.state-type": state.type,
    "prefect.run-count": String(run.run_count),
  },
  related: related(surroundings),
  payload: {
    // As the protocol has it: where the run went, not what was asked for.
    intended: { from: initial?.type ?? null, to: state.type },
    initial_state: initial === null ? null : summary(initial),
    validated_state: summary(state),
  },
  follows: initial !== null && Math.abs(secondsBetween(initial.timestamp, state.timestamp)) < followsWithinSeconds ? initial.id : null,
});

/** Python's print of a moment, without its offset. */
const withFraction = (timestamp: string): string => timestamp.slice(0, -1);

const summary = ({ type, name, message, state_details }: Pick<State, "type" | "name" | "message" | "state_details">): JsonObject => ({
  type,
  ...(name ? { name } : {}),
  ...(message ? { message: shorten(message) } : {}),
  ...(type === "PAUSED" ? { pause_reschedule: String(state_details.pause_reschedule) } : {}),
});

const related = ({ flow, deployment, workQueue, workPool, parentTaskRun, tags, creator }: Surroundings): NewEvent["related"] => {
  const list: Record<string, string>[] = [];
  const add = (kind: string, object: { id: string; name: string } | null, labels: Record<string, string> = {}): void => {
    if (object === null) return;
    const { id, name } = object;
    list.push({ "prefect.resource.id": `prefect.${kind}.${id}`, "prefect.resource.role": kind, "prefect.resource.name": name, ...labels });
  };
  add("flow", flow);
  add("deployment", deployment);
  add("work-queue", workQueue);
  add("work-pool", workPool, workPool === null ? {} : { "prefect.work-pool.type": workPool.type });
  add("task-run", parentTaskRun);
  for (const tag of [...new Set(tags)].sort()) list.push({ "prefect.resource.id": `prefect.tag.${tag}`, "prefect.resource.role": "tag" });
  const { type, id, display_value: name } = creator ?? {};
  if (type === "DEPLOYMENT" || type === "AUTOMATION") {
    list.push({
      "prefect.resource.id": `prefect.${type.toLowerCase()}.${String(id)}`,
      "prefect.resource.role": "creator",
      ...(name ? { "prefect.resource.name": String(name) } : {}),
    });
  }
  return list;
};
