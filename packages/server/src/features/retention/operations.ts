import type { Retention, RetentionPreview, UpdateRetention } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { deleteConfiguration, setConfiguration } from "../../db/configuration.ts";
import { countLogsBefore } from "./delete-logs.ts";
import { countOldRuns } from "./ended-runs.ts";
import {
  findPolicyChanges,
  getPolicy,
  listChangedKinds,
  listOverrides,
  mergePolicy,
  oldBefore,
  policyKey,
  policyOfSettings,
  printChanges,
} from "./policy.ts";
import { findSweepRecord, hastenSweep } from "./sweep-record.ts";

/** What is kept how long, and what the last sweep did. */
export const getRetention = async (ctx: Context): Promise<Retention> => {
  const settings = policyOfSettings(ctx.settings);
  const [changes, record] = await Promise.all([findPolicyChanges(ctx.read), findSweepRecord(ctx.read)]);
  const policy = mergePolicy(settings, changes);
  return {
    policy,
    settings,
    changed: listChangedKinds(changes),
    event_overrides: Object.fromEntries(listOverrides(ctx.settings, policy)),
    last_sweep: record?.last ?? null,
    next_sweep: record?.due ?? null,
  };
};

/** Changes what is given of the policy. The next sweep follows it. */
export const updateRetention = async (ctx: Context, input: UpdateRetention): Promise<Retention> => {
  await ctx.transact(async (tx) => {
    await tx.dialect.lockName(tx, policyKey);
    const data = printChanges({ ...(await findPolicyChanges(tx)), ...input });
    await setConfiguration(tx, { key: policyKey, data, id: ctx.newId(), now: ctx.clock.now() });
  });
  return getRetention(ctx);
};

/** Forgets what requests have changed: the settings hold again. */
export const resetRetention = (ctx: Context): Promise<void> => ctx.transact((tx) => deleteConfiguration(tx, policyKey));

/** Makes the next sweep due now. */
export const startSweepNow = async (ctx: Context): Promise<Retention> => {
  await hastenSweep(ctx);
  ctx.alarm.ring("retention");
  return getRetention(ctx);
};

/** Counts what is old under the policy with some changes. Of runs, those are left that other runs still need. */
export const previewRetention = async (ctx: Context, changes: UpdateRetention): Promise<RetentionPreview> => {
  const policy = await getPolicy(ctx, changes);
  const now = ctx.clock.now();
  const [runs, logs, artifacts, events] = [policy.flow_runs, policy.logs, policy.artifacts, policy.events].map((age) =>
    oldBefore(now, age),
  );
  const db = ctx.db.heavyRead;
  return {
    flow_runs: runs === undefined ? 0 : await countOldRuns(db, runs),
    logs: logs === undefined ? 0 : await countLogsBefore(db, logs),
    artifacts: artifacts === undefined ? 0 : await countBefore(ctx, { table: "artifact", column: "created", before: artifacts }),
    events: events === undefined ? 0 : await countBefore(ctx, { table: "event", column: "occurred", before: events }),
  };
};

type Counted = { table: "artifact"; column: "created"; before: string } | { table: "event"; column: "occurred"; before: string };

const countBefore = async (ctx: Context, { table, column, before }: Counted): Promise<number> => {
  const counted = ctx.db.heavyRead.selectFrom(table).select((is) => is.fn.countAll<number>().as("count"));
  return Number((await counted.where(column, "<", before).executeTakeFirstOrThrow()).count);
};
