import { compareInstants, secondsBetween } from "@millrace/contract";
import type { Context } from "../context.ts";
import { serviceDuration, serviceLag } from "../observability/instruments.ts";
import type { Service } from "./service.ts";

export interface RunningServices {
  /** Waits for runs under way, then no service runs any more. */
  stop(): Promise<void>;
}

/** Keeps services running: each at its due moments, when woken, and at a slow sweep; backing off when it fails. */
export const startServices = (ctx: Context, services: readonly Service[]): RunningServices => {
  const running = services.map((service) => startService(ctx, service));
  return {
    async stop() {
      await Promise.all(running.map((stop) => stop()));
    },
  };
};

/** Seconds to wait after a failure; doubles up to the sweep. */
const firstBackOff = 1;

const startService = (ctx: Context, service: Service): (() => Promise<void>) => {
  let stopped = false;
  let failures = 0;
  let wokenMeanwhile = false;
  let current: Promise<void> | undefined;
  let callOff = (): void => undefined;
  /** Microsecond at which it is to run next, unless woken before. */
  let due: number | undefined;

  const wake = (): void => {
    if (stopped) return;
    callOff();
    if (current !== undefined) wokenMeanwhile = true;
    else current = turn().finally(next);
  };

  const turn = async (): Promise<void> => {
    wokenMeanwhile = false;
    const tell = measureTurn(ctx, service, due);
    due = undefined;
    try {
      const { more } = await ctx.tracer.span("service", { "millrace.service": service.name }, () => service.runOnce(ctx));
      tell("done");
      // A wake during the run may be about something the run had already looked past.
      if (more) wokenMeanwhile = true;
      failures = 0;
    } catch (error) {
      failures++;
      tell("failed");
      ctx.log.error({ err: error, service: service.name }, "A background service failed; it will try again.");
    }
  };

  const next = (): void => {
    current = undefined;
    if (stopped) return;
    if (wokenMeanwhile && failures === 0) ctx.clock.soon(wake);
    else void schedule();
  };

  const schedule = async (): Promise<void> => {
    const seconds = failures > 0 ? Math.min(firstBackOff * 2 ** (failures - 1), service.sweepSeconds) : await untilDue(ctx, service);
    if (ctx.meter.isOn) due = ctx.clock.micros() + seconds * 1e6;
    if (!stopped && current === undefined) callOff = ctx.clock.after(seconds * 1000, wake);
  };

  const deaf = (service.wakeOn ?? []).map((cause) => ctx.alarm.listen(cause, wake));
  wake();
  return async () => {
    stopped = true;
    callOff();
    for (const stopListening of deaf) stopListening();
    await current;
  };
};

/** Measures how late a run begins; and, told its outcome, how long it took. */
const measureTurn = ({ meter, clock }: Context, { name }: Service, due: number | undefined): ((outcome: string) => void) => {
  if (!meter.isOn) return () => undefined;
  const started = clock.micros();
  if (due !== undefined && started >= due) meter.observe(serviceLag, [name], (started - due) / 1e6);
  return (outcome) => meter.observe(serviceDuration, [name, outcome], (clock.micros() - started) / 1e6);
};

/** Seconds until the service wants to run again. The sweep is jittered so that servers started together drift apart. */
const untilDue = async (ctx: Context, service: Service): Promise<number> => {
  const sweep = service.sweepSeconds * (0.9 + 0.2 * ctx.random());
  try {
    const due = await service.nextDue?.(ctx);
    if (due === undefined) return sweep;
    const now = ctx.clock.now();
    return compareInstants(due, now) <= 0 ? 0 : Math.min(secondsBetween(now, due), sweep);
  } catch (error) {
    ctx.log.error({ err: error, service: service.name }, "A background service could not tell when it is next due.");
    return sweep;
  }
};
