import type { Json, OrchestrationResult, State, StateCreate } from "@millrace/contract";
import type { Caller, Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { hasKeys } from "../../exact-numbers.ts";
import { proposals } from "../../observability/instruments.ts";
import type { StoredState } from "../../orchestration/drafts.ts";
import { type Outcome, orchestrate } from "../../orchestration/orchestrate.ts";
import type { Policy } from "../../orchestration/policy.ts";
import type { RuleStore } from "../../orchestration/rule-store.ts";
import type { Run } from "../../orchestration/run.ts";
import { insertArtifact } from "../artifacts/artifact-rows.ts";

export interface Transition<R extends Run> {
  readonly policy: Policy<R>;
  readonly run: R;
  readonly initial: State | null;
  readonly proposed: StateCreate;
  readonly store: RuleStore;
  readonly caller: Pick<Caller, "clientVersion" | "apiVersion">;
}

/** Asks the rules about a transition, with this server's clock, ids and settings. */
export const decide = async <R extends Run>(ctx: Context, transition: Transition<R>): Promise<Outcome<R>> => {
  const { run, proposed } = transition;
  const attributes = { "millrace.run.id": run.id, "millrace.state.proposed": proposed.type };
  const outcome = await ctx.tracer.span("orchestrate", attributes, () => askRules(ctx, transition));
  ctx.meter.count(proposals, [proposed.type, outcome.status]);
  return outcome;
};

const askRules = async <R extends Run>(ctx: Context, { caller, ...transition }: Transition<R>): Promise<Outcome<R>> =>
  orchestrate({
    ...transition,
    now: ctx.clock.now(),
    newId: ctx.newId,
    random: ctx.random,
    clientVersion: caller.clientVersion,
    apiVersion: caller.apiVersion,
    settings: {
      deploymentSlotWaitSeconds: ctx.settings.slotWait,
      deploymentLeaseSeconds: ctx.settings.deploymentLeaseDuration,
      tagSlotWaitSeconds: ctx.settings.tagSlotWait,
      maxCacheKeyLength: ctx.settings.maxCacheKeyLength,
    },
  });

/** What became of a proposal, as the protocol answers it. */
export const toResult = ({ status, details, state }: Outcome, current: State | null): OrchestrationResult => ({
  state: state === null ? current : { ...state, data: withoutDescription(state.data) },
  status,
  details,
});

/** Data as a state keeps it: a result nobody kept leaves none (server.md §2.3). */
export const storedData = (data: Json): Json => (isUnpersisted(data) ? null : withoutDescription(data));

/** Data without what it says of its artifact: that goes into the artifact's own columns. */
const withoutDescription = (data: Json): Json => {
  if (!hasKeys(data) || !artifactKeys.some((key) => key in data)) return data;
  return Object.fromEntries(Object.entries(data).filter(([key]) => !artifactKeys.includes(key)));
};

const artifactKeys: readonly string[] = ["artifact_key", "artifact_type", "artifact_description"];

const isUnpersisted = (data: Json): boolean => hasKeys(data) && data.type === "unpersisted";

/** Lists the result of a state among the artifacts, under the key, type and description it may bring (server.md §2.3). */
export const insertResultArtifact = async (
  ctx: Pick<Context, "bus" | "clock" | "newId">,
  tx: Tx,
  { state, flow_run_id, task_run_id }: { state: StoredState; flow_run_id: string | null; task_run_id: string | null },
): Promise<void> => {
  if (state.data === null || isUnpersisted(state.data)) return;
  const described = hasKeys(state.data) ? state.data : {};
  const { artifact_key: key = null, artifact_type: type = null, artifact_description: description = null } = described;
  const row = {
    id: ctx.newId(),
    created: state.timestamp,
    updated: state.timestamp,
    key: asText(key),
    type: asText(type),
    description: asText(description),
    data: withoutDescription(state.data),
    metadata_: null,
    flow_run_id,
    task_run_id,
  };
  await insertArtifact(ctx, tx, row);
};

const asText = (value: Json): string | null => (typeof value === "string" ? value : null);
