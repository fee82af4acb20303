import type { FlowRun } from "@millrace/contract";
import type { Context } from "../context.ts";
import { planRetries, type RetryPlan } from "../definitions/retries.ts";
import type { Session } from "../session/session.ts";
import { printParameters } from "./given-parameters.ts";
import type { FlowCall } from "./running-flow.ts";

/** The flow's id on the server, asked for once per session. */
export const findFlowId = (session: Session, name: string): Promise<string> => {
  const known = session.flowIds.get(name);
  if (known !== undefined) return known;
  const asked = session.client.flows.create({ body: { name, tags: [], labels: {} } }).then(({ id }) => id);
  session.flowIds.set(name, asked);
  asked.catch(() => session.flowIds.delete(name));
  return asked;
};

export const planFor = ({ definition, session: { settings } }: FlowCall): RetryPlan =>
  definition.retries ??
  planRetries({ max: settings.flowsDefaultRetries, delay: settings.flowsDefaultRetryDelaySeconds.map((seconds) => ({ seconds })) });

/** The plan as a server can follow it alone: one whole number of seconds. */
const printPlan = (plan: RetryPlan) => ({ retries: plan.max, retry_delay: Math.trunc(plan.max === 0 ? 0 : plan.delay(0)) });

/** Creates the run of a flow that was simply called (sdk.md §3). */
export const createFlowRun = async (call: FlowCall, outer: Context, parentTaskRunId: string | null): Promise<FlowRun> => {
  const { definition, session, given } = call;
  return session.client.flowRuns.create({
    body: {
      flow_id: await findFlowId(session, definition.name),
      flow_version: definition.version,
      name: null,
      parameters: printParameters(given),
      context: {},
      tags: [...new Set([...definition.tags, ...outer.tags])],
      parent_task_run_id: parentTaskRunId,
      state: { type: "PENDING", name: "Pending", message: null, data: null },
      empirical_policy: printPlan(planFor(call)),
    },
  });
};

/**
 * Tells the server what the code says of a run that was made without it: its version and, where nobody chose, its retries. Says nothing
 * where that changes nothing, since the run waits for it. Gives the run as it is then.
 */
export const adoptFlowRun = async ({ definition, session }: FlowCall, existing: FlowRun, plan: RetryPlan): Promise<FlowRun> => {
  const { retries, retry_delay } = printPlan(plan);
  const policy = existing.empirical_policy;
  const isChosen = (policy.retries !== null && policy.retry_delay !== null) || plan.max === 0;
  if (isChosen && definition.version === existing.flow_version) return existing;
  const changes = {
    flow_version: definition.version,
    empirical_policy: { ...policy, retries: policy.retries ?? retries, retry_delay: policy.retry_delay ?? retry_delay },
  };
  await session.client.flowRuns.update({ id: existing.id, body: changes });
  return { ...existing, ...changes };
};
