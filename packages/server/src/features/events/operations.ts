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
  const beats = events.filter((event) => heartbeatOf(event) !== undefined);
  const orphans = await ctx.transact(async (tx) => {
    // Asked before they are stored, as after that all are known.
    const known = beats.length > 0 ? await listKnown(tx, beats) : beats;
    await appendEvents(ctx, tx, events);
    if (beats.length > 0) await setLastHeartbeats(ctx, tx, { beats, known });
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

/** Those of these events that are stored. */
const listKnown = async (tx: Tx, events: readonly Event[]): Promise<Event[]> => {
  const ids = events.map(({ id }) => id);
  const rows = await tx.selectFrom("event").select("id").where("id", "in", ids).execute();
  return events.filter(({ id }) => rows.some((row) => row.id === id));
};

const runsOf = (beats: readonly Event[]): string[] => [...new Set(beats.map(heartbeatOf))].filter((id) => id !== undefined).sort();

/** No client beats more often: two beats closer together do not tell how far apart they usually are. */
const shortestInterval = 20;

/** By our own clock: a sender's may be wrong, and it is our patience that is measured. */
const setLastHeartbeats = async (
  ctx: Context,
  tx: Tx,
  { beats, known }: { beats: readonly Event[]; known: readonly Event[] },
): Promise<void> => {
  const last_heartbeat = ctx.clock.now();
  const since = tx.dialect.secondsBetween(sql.ref("last_heartbeat"), tx.dialect.time(last_heartbeat));
  // A beat from before this stretch of RUNNING says nothing about how often this process beats.
  const heartbeat_interval = sql<number | null>`case when last_heartbeat >= state_timestamp then
    case when ${since} >= ${shortestInterval} then ${since} else heartbeat_interval end end`;
  const fresh = runsOf(beats.filter((beat) => !known.includes(beat)));
  if (fresh.length > 0) await tx.updateTable("flow_run").set({ last_heartbeat, heartbeat_interval }).where("id", "in", fresh).execute();
  // Who sends a beat once more lives, and has not beaten again.
  const resent = runsOf(known).filter((id) => !fresh.includes(id));
  if (resent.length > 0) await tx.updateTable("flow_run").set({ last_heartbeat }).where("id", "in", resent).execute();
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
