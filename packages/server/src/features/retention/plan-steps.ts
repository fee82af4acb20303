import { addSeconds, compareInstants, type Instant, type RetentionPolicy } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { deleteArtifactsBefore, deleteOrphanedArtifacts } from "./delete-artifacts.ts";
import { deleteBackfillsBefore } from "./delete-backfills.ts";
import { deleteEventsBefore, deleteEventsNamed, findOldestEvent } from "./delete-events.ts";
import { beginning, deleteLogsBefore, deleteOrphanedLogs } from "./delete-logs.ts";
import { deleteBackgroundTasksBefore, deleteRunsBefore } from "./delete-runs.ts";
import { listOverrides, oldBefore } from "./policy.ts";
import type { Step } from "./step.ts";

/** What a sweep does, and up to which moments the next one need not look again. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly seen: Readonly<Record<string, Instant>>;
}

/** Who stores something for a run that is being deleted has done so within this time. */
const arrivalSeconds = 3600;

interface Given {
  readonly policy: RetentionPolicy;
  readonly started: Instant;
  /** What earlier sweeps have looked through. */
  readonly seen: Plan["seen"];
}

/** The steps of a sweep, one kind after the other. The last one gives freed space back. */
export const planSteps = async (ctx: Context, { policy, started, seen }: Given): Promise<Plan> => {
  const old = (seconds: number | null): Instant | undefined => oldBefore(started, seconds);
  const [runs, logs, artifacts, events] = [old(policy.flow_runs), old(policy.logs), old(policy.artifacts), old(policy.events)];
  const arrived = addSeconds(started, -arrivalSeconds);
  const named = events === undefined ? [] : await planNamedEvents(ctx, { policy, started, seen });
  const steps = [
    ...(runs === undefined ? [] : [deleteRunsBefore(runs), deleteBackgroundTasksBefore(runs), deleteBackfillsBefore(runs)]),
    ...(logs === undefined ? [] : [deleteLogsBefore(logs)]),
    ...(artifacts === undefined ? [] : [deleteArtifactsBefore(artifacts)]),
    ...(runs === undefined ? [] : [deleteOrphanedLogs({ from: seen.logs ?? beginning, before: arrived }), deleteOrphanedArtifacts()]),
    ...(events === undefined ? [] : [deleteEventsBefore(events)]),
    ...named.map(deleteEventsNamed),
    giveSpaceBack,
  ];
  const seenNow = {
    ...seen,
    ...(runs === undefined ? {} : { logs: arrived }),
    ...Object.fromEntries(named.map(({ name, before }) => [`event ${name}`, before])),
  };
  return { steps, seen: seenNow };
};

/** Events of some names go earlier than others. What an earlier sweep has looked through for them is not looked through again. */
const planNamedEvents = async (ctx: Context, { policy, started, seen }: Given) => {
  const overrides = listOverrides(ctx.settings, policy);
  const oldest = overrides.length === 0 ? undefined : await findOldestEvent(ctx);
  if (oldest === undefined) return [];
  return overrides.flatMap(([name, seconds]) => {
    const before = oldBefore(started, seconds) ?? oldest;
    const known = seen[`event ${name}`] ?? oldest;
    const from = compareInstants(known, oldest) > 0 ? known : oldest;
    return compareInstants(from, before) < 0 ? [{ name, from, before }] : [];
  });
};

const giveSpaceBack: Step = async (ctx) => ({ deleted: {}, more: await ctx.transact((tx) => tx.dialect.giveSpaceBack(tx)) });
