import type { Clock } from "./clock.ts";
import type { Bus } from "./messaging/bus.ts";
import type { Family } from "./observability/meter.ts";
import { type Alarm, type Cause, causes } from "./services/alarm.ts";

/** What has happened in one process that others would else only see at their next look into the database. */
export interface News {
  readonly causes: readonly Cause[];
  readonly workPools: readonly string[];
  readonly dueRuns: readonly string[];
  /** Whether events were committed. */
  readonly events: boolean;
  readonly waitingTaskRuns: boolean;
}

/** What a process does for its siblings. */
export interface Sibling {
  hear(news: News): void;
  /** What it has measured of itself. */
  measure(): readonly Family[];
}

/** The other processes of a server that is several on one machine, all on one database. A message may get lost with the process it is for. */
export interface Siblings {
  /** What tells this process from the others in what they measure. */
  readonly name: string;
  join(sibling: Sibling): void;
  tell(news: News): void;
  /** What each of the others has measured; without those that do not answer in time. */
  gatherMeasures(): Promise<readonly (readonly Family[])[]>;
}

/** Milliseconds that news are gathered before they are told: much happens at once, and none of it is in a hurry beyond that. */
const gatherMillis = 20;

/** Tells the others what happens here; returns how to pass on here what happens there. */
export const exchangeNews = (siblings: Siblings, { alarm, bus, clock }: Here): ((news: News) => void) => {
  const gathered = {
    causes: new Set<Cause>(),
    workPools: new Set<string>(),
    dueRuns: new Set<string>(),
    events: false,
    waitingTaskRuns: false,
  };
  let isWaiting = false;
  let isHearing = false;
  const tell = (): void => {
    isWaiting = false;
    const { events, waitingTaskRuns } = gathered;
    siblings.tell({
      causes: [...gathered.causes],
      workPools: [...gathered.workPools],
      dueRuns: [...gathered.dueRuns],
      events,
      waitingTaskRuns,
    });
    for (const set of [gathered.causes, gathered.workPools, gathered.dueRuns]) set.clear();
    gathered.events = gathered.waitingTaskRuns = false;
  };
  // What was heard from others is not told to them again.
  const note = (write: () => void): void => {
    if (isHearing) return;
    write();
    if (!isWaiting) clock.after(gatherMillis, tell);
    isWaiting = true;
  };
  for (const cause of causes) alarm.listen(cause, () => note(() => gathered.causes.add(cause)));
  for (const name of ["workPools", "dueRuns"] as const) {
    bus[name].listen((ids) =>
      note(() => {
        for (const id of ids) gathered[name].add(id);
      }),
    );
  }
  bus.committed.listen(() => note(() => (gathered.events = true)));
  bus.waitingTaskRuns.listen(() => note(() => (gathered.waitingTaskRuns = true)));

  return (news) => {
    isHearing = true;
    for (const cause of news.causes) alarm.ring(cause);
    for (const name of ["workPools", "dueRuns"] as const) if (news[name].length > 0) bus[name].publish(news[name]);
    if (news.events) bus.committed.publish([]);
    if (news.waitingTaskRuns) bus.waitingTaskRuns.publish([]);
    isHearing = false;
  };
};

interface Here {
  readonly alarm: Alarm;
  readonly bus: Bus;
  readonly clock: Clock;
}
