import { addSeconds, compareInstants, type Instant, secondsBetween } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { ServerSettings } from "../../settings.ts";
import { type AbandonedRun, type DisconnectedRun, listAbandonedRuns, listDisconnectedRuns } from "./lost-contact.ts";
import { type BeatingRun, listBeatingRuns } from "./overdue.ts";
import type { Seen } from "./set-state-of-seen.ts";

/** How often clients beat when nobody told them otherwise (events.md §2.4), assumed until a second beat tells. */
const usualInterval = 180;
/** Beats that may go missing, and those of a process that has let go of its connection besides. */
const missedBeats = 2;
const missedBeatsAlone = 1;
/** Seconds a process that let go of its connection has at least, to open another one. */
const reconnectSeconds = 9;

/** Since when the server has been listening without a gap long enough to miss what runs, or workers, have to say. */
export interface Watch {
  readonly runsSince: Instant;
  readonly workersSince: Instant;
  /** Suspects further in the future need not be told yet. */
  readonly horizon: Instant;
}

export interface Suspect extends Seen {
  /** From when on it counts as crashed, if nothing is heard until then. */
  readonly due: Instant;
  readonly message: (now: Instant) => string;
}

const latest = (...moments: readonly Instant[]): Instant => moments.reduce((one, other) => (compareInstants(other, one) > 0 ? other : one));
const earliest = (one: Instant, other: Instant): Instant => (compareInstants(other, one) < 0 ? other : one);

/** Runs that may have died without a word, with the moment from which that is certain enough. At most `limit` of each kind. */
export const listSuspects = async ({ read, settings }: Context, watch: Watch, limit: number): Promise<Suspect[]> => {
  const [beating, disconnected, abandoned] = await Promise.all([
    listBeatingRuns(read, limit),
    listDisconnectedRuns(read, limit),
    listAbandonedRuns(read, watch.horizon, limit),
  ]);
  return [
    ...abandoned.map((run) => ({ ...seen(run), due: offlineFrom(run, watch, settings), message: () => abandonedMessage(run) })),
    ...disconnected.flatMap((run) => suspectDisconnected(run, watch, settings)),
    ...beating.flatMap((run) => suspectSilent(run, watch, settings)),
  ];
};

const seen = ({ id, state_id }: Seen): Seen => ({ id, state_id });

/** When a worker is gone for good. What it could not say because nobody listened does not count against it. */
const offlineFrom = (
  { worker_offline_after }: Pick<AbandonedRun, "worker_offline_after">,
  { workersSince }: Watch,
  { foremanInterval, foremanPatience }: ServerSettings,
): Instant =>
  compareInstants(worker_offline_after, workersSince) < 0
    ? addSeconds(workersSince, foremanInterval * foremanPatience)
    : worker_offline_after;

const patience = ({ heartbeat_interval }: BeatingRun, missed: number, { crashAfter }: ServerSettings): number =>
  missed * (heartbeat_interval ?? usualInterval) + crashAfter / 3;

const suspectSilent = (run: BeatingRun, { runsSince }: Watch, settings: ServerSettings): Suspect[] => {
  const { last_heartbeat: last } = run;
  if (last === null) return [];
  const seconds = Math.max(settings.crashAfter, patience(run, missedBeats, settings));
  const message = (now: Instant): string =>
    `The process of this flow run has given no sign of life for ${Math.round(secondsBetween(last, now))} seconds, the last one at ${last}. It has died or lost its connection, so the run counts as crashed.`;
  return [{ ...seen(run), due: addSeconds(latest(last, runsSince), seconds), message }];
};

/** A process that let go of its connection is back at its next beat, if it lives. One whose worker is gone too has died with it. */
const suspectDisconnected = (run: DisconnectedRun, watch: Watch, settings: ServerSettings): Suspect[] => {
  const { last_heartbeat: last, since, worker, worker_offline_after } = run;
  if (last === null) return [];
  const alone = addSeconds(latest(last, watch.runsSince), patience(run, missedBeatsAlone, settings));
  const withWorker = worker_offline_after ? offlineFrom({ worker_offline_after }, watch, settings) : alone;
  const due = latest(addSeconds(since, reconnectSeconds), earliest(alone, withWorker));
  const gone = worker && compareInstants(withWorker, alone) < 0 ? `, and its worker "${worker}" is gone` : "";
  const message = `The process of this flow run let go of its connection at ${since} and was not heard of again${gone}, so the run counts as crashed.`;
  return [{ ...seen(run), due, message: () => message }];
};

const abandonedMessage = ({ worker, worker_heard, state_type }: AbandonedRun): string => {
  const what = state_type === "PENDING" ? "before the run began" : "and the run gave no sign of life";
  return `The worker "${worker}" that took this flow run was last heard of at ${worker_heard}. It has died or lost its connection ${what}, so the run counts as crashed.`;
};
