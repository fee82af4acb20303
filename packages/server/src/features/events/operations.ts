import type { Event } from "@millrace/contract";
import { sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { appendEvents } from "../../messaging/append-events.ts";
import { InvalidRequest, valueProblem } from "../../wire/problems.ts";
import { findEventProblem } from "./check-event.ts";
import { recordTaskRuns } from "./record-task-runs.ts";
import { storableEvent } from "./storable.ts";
import { heartbeatOf, type Recording, readRecording } from "./task-run-event.ts";

/**
 * Stores events and everything they tell of runs in one transaction. An event whose id is known changes nothing. Never
 * throws for what an event says of a run: that is left out, with a line in the log.
 */
export const writeEvents = async (ctx: Context, events: readonly Event[]): Promise<void> => {
  const recordings = readRecordings(ctx, events);
  const alive = [...new Set(events.map(heartbeatOf))].filter((id) => id !== undefined);
  const orphans = await ctx.transact(async (tx) => {
    await appendEvents(ctx, tx, events);
    if (alive.length > 0) await setLastHeartbeat(ctx, tx, alive);
    return recordTaskRuns(ctx, tx, recordings);
  });
  if (orphans.length > 0) recordLater(ctx, orphans, 0);
};

const readRecordings = (ctx: Context, events: readonly Event[]): Recording[] => {
  const recordings: Recording[] = [];
  for (const event of events) {
    const recording = readRecording(event);
    if (recording === undefined) continue;
    if ("problem" in recording)
      ctx.log.warn({ event: event.id, name: event.event }, `A task-run event was not recorded: ${recording.problem}.`);
    else recordings.push(recording);
  }
  return recordings;
};

/** By our own clock: a sender's may be wrong, and it is our patience that is measured. */
const setLastHeartbeat = async (ctx: Context, tx: Tx, flowRunIds: readonly string[]): Promise<void> => {
  const now = ctx.clock.now();
  const since = tx.dialect.secondsBetween(sql.ref("last_heartbeat"), tx.dialect.time(now));
  // A beat from before this stretch of RUNNING says nothing about how often this process beats.
  const interval = sql<number | null>`case when last_heartbeat >= state_timestamp then ${since} end`;
  await tx
    .updateTable("flow_run")
    .set({ last_heartbeat: now, heartbeat_interval: interval })
    .where("id", "in", flowRunIds.toSorted())
    .execute();
};

/** Seconds after which task runs whose flow run was not there are tried again. */
const patience = [0.25, 1, 4];

/** A flow run created through another server may not be visible yet; one that was deleted never will be. */
const recordLater = (ctx: Context, orphans: readonly Recording[], attempt: number): void => {
  const seconds = patience[attempt];
  if (seconds === undefined) {
    const flowRuns = [...new Set(orphans.map((orphan) => orphan.flow_run_id))].slice(0, 10);
    ctx.log.warn({ count: orphans.length, flow_runs: flowRuns }, "Task-run events were not recorded: their flow runs do not exist.");
    return;
  }
  ctx.clock.after(seconds * 1000, () => {
    ctx
      .transact((tx) => recordTaskRuns(ctx, tx, orphans))
      .then((left) => left.length > 0 && recordLater(ctx, left, attempt + 1))
      .catch((error: unknown) => ctx.log.warn({ err: error, count: orphans.length }, "Task-run events were not recorded."));
  });
};

/** Takes events from a request. Refuses all when one is invalid; leaves out, with a warning, those that are too large. */
export const createEvents = async (ctx: Context, events: readonly Event[]): Promise<void> => {
  const problems = events.flatMap((event, index) => {
    const problem = findEventProblem(event, ctx.settings);
    return problem === undefined ? [] : [valueProblem(["body", index, ...problem.loc], problem.message, problem.input)];
  });
  if (problems.length > 0) throw new InvalidRequest(problems, events);
  const kept: Event[] = [];
  for (const event of events) {
    const json = JSON.stringify(event);
    if (isTooLarge(ctx, event, Buffer.byteLength(json))) continue;
    kept.push(storableEvent(event, json));
  }
  if (kept.length > 0) await writeEvents(ctx, kept);
};

/** Whether an event takes more bytes than the settings allow; says so in the log, since its sender is not told (events.md §1). */
export const isTooLarge = (ctx: Context, event: Event, bytes: number): boolean => {
  if (bytes <= ctx.settings.eventsMaxSize) return false;
  ctx.log.warn({ event: event.id, name: event.event, bytes }, "An event was dropped because it is too large.");
  return true;
};
