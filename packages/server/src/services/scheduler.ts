import { fromMicros, type Instant, toMicros } from "@millrace/contract";
import type { Context } from "../context.ts";
import { type ActiveSchedule, listActiveSchedules, refillDeployment } from "../features/deployments/refill.ts";
import type { ServerSettings } from "../settings.ts";
import type { Service } from "./service.ts";

/** Deployments filled at once; their writes share a commit. */
const batch = 25;

/** What is known of a schedule that was filled: at which version, and the microsecond from which it will be short of runs. */
type Agenda = Map<string, { readonly version: string; readonly shortAt: number }>;

const never = Number.POSITIVE_INFINITY;

/**
 * Turns schedules into runs. It remembers when each schedule will be short of future runs and sleeps until the first one
 * is; a changed schedule has another version and is filled at once. After a restart every schedule is looked at once.
 */
export const createScheduler = ({ schedulerLoop }: ServerSettings): Service => {
  const agenda: Agenda = new Map();
  return {
    name: "scheduler",
    doc: "Creates the runs that schedules call for.",
    sweepSeconds: schedulerLoop,
    wakeOn: ["schedules"],
    nextDue: () => Promise.resolve(firstShort(agenda)),
    async runOnce(ctx) {
      const active = await listActiveSchedules(ctx.read);
      forgetOthers(agenda, active);
      const short = shortDeployments(agenda, active, ctx.clock.micros());
      await Promise.all(short.slice(0, batch).map((deploymentId) => fill(ctx, { agenda, active, deploymentId })));
      return { more: short.length > batch };
    },
  };
};

const firstShort = (agenda: Agenda): Instant | undefined => {
  let first = never;
  for (const { shortAt } of agenda.values()) first = Math.min(first, shortAt);
  return first === never ? undefined : fromMicros(first);
};

const forgetOthers = (agenda: Agenda, active: readonly ActiveSchedule[]): void => {
  const ids = new Set(active.map(({ id }) => id));
  for (const id of agenda.keys()) if (!ids.has(id)) agenda.delete(id);
};

const shortDeployments = (agenda: Agenda, active: readonly ActiveSchedule[], now: number): string[] => {
  const short = active.filter(({ id, version }) => {
    const known = agenda.get(id);
    return known?.version !== version || known.shortAt <= now;
  });
  return [...new Set(short.map((schedule) => schedule.deployment_id))];
};

interface Fill {
  readonly agenda: Agenda;
  readonly active: readonly ActiveSchedule[];
  readonly deploymentId: string;
}

/** A deployment that cannot be filled is told and tried again later; the others go on. */
const fill = async (ctx: Context, { agenda, active, deploymentId }: Fill): Promise<void> => {
  const own = active.filter((schedule) => schedule.deployment_id === deploymentId);
  const isRefill = own.every(({ id, version }) => agenda.get(id)?.version === version);
  try {
    const filled = await refillDeployment(ctx, { deploymentId, ahead: isRefill });
    for (const { id, version, shortAt } of filled) agenda.set(id, { version, shortAt: shortAt === undefined ? never : toMicros(shortAt) });
  } catch (error) {
    ctx.log.error({ err: error, deployment_id: deploymentId }, "The runs of a deployment could not be scheduled; it will be tried again.");
    const shortAt = ctx.clock.micros() + ctx.settings.schedulerLoop * 1_000_000;
    for (const { id, version } of own) agenda.set(id, { version, shortAt });
  }
};
