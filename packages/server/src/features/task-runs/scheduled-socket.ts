import type { JsonObject, TaskWorker } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { hasKeys } from "../../exact-numbers.ts";
import { type CreateEndpoint, closeCode, type Socket, type SocketEnd } from "../../socket.ts";
import { parseFrame } from "../../wire/parse-frame.ts";
import { openPresence } from "./task-worker-presence.ts";
import { type ClaimedTaskRun, claimWaitingTaskRun, confirmClaim, releaseClaim } from "./waiting-task-runs.ts";

/** Seconds between looks for runs that were put there through another server; those of this one are seen at once. */
const lookAgainSeconds = 2;

/**
 * `/task_runs/subscriptions/scheduled`: a task worker gets the background runs of its tasks, one at a time, each to be
 * acknowledged (events.md §3.5). What it does not acknowledge goes to another, also when it quits.
 */
export const scheduledTaskRuns: CreateEndpoint = (ctx) => ({
  open(socket) {
    let delivery: Delivery | undefined;
    return {
      receive(text) {
        const sent = parseFrame(text);
        const frame: JsonObject = hasKeys(sent) ? sent : {};
        if (delivery !== undefined) return delivery.receive(frame.type);
        const problem = findSubscribeProblem(frame);
        if (problem !== undefined) return socket.close(closeCode.badSubscription, `Protocol violation: ${problem}`);
        const worker = { identifier: frame.client_id as string, task_keys: frame.keys as readonly string[], timestamp: ctx.clock.now() };
        delivery = deliver(ctx, socket, worker);
      },
      end: (how) => delivery?.stop(how),
    };
  },
});

interface Delivery {
  receive(type: unknown): void;
  stop(how: SocketEnd): void;
}

/** Delivers runs to one worker until it leaves. */
const deliver = (ctx: Context, socket: Socket, worker: TaskWorker): Delivery => {
  const connection = ctx.taskWorkers.connect(worker);
  const presence = openPresence(ctx, worker.identifier);
  let current: ClaimedTaskRun | undefined;
  let working = false;
  let again = false;
  let stopped = false;
  let callOff = (): void => undefined;

  const fail = (error: unknown): void => {
    ctx.log.error({ err: error }, "Background task runs could not be delivered.");
    socket.close(closeCode.internalError);
  };
  const release = (): void => {
    const given = current;
    current = undefined;
    if (given !== undefined) releaseClaim(ctx, given.state_id).catch(fail);
  };
  const look = async (): Promise<void> => {
    const claimed = await claimWaitingTaskRun(ctx, worker.task_keys);
    current = claimed;
    if (claimed === undefined) return;
    if (stopped) release();
    else {
      connection.touch(ctx.clock.now());
      socket.send(JSON.stringify(claimed.run));
    }
  };
  /** Does one thing after the other: a claim is confirmed before the next is made. */
  const work = (deed: Promise<void>): void => {
    working = true;
    deed.catch(fail).finally(() => {
      working = false;
      if (again) next();
      else if (current === undefined && !stopped) callOff = ctx.clock.after(lookAgainSeconds * 1000, next);
    });
  };
  const next = (): void => {
    again = working;
    if (working || stopped || current !== undefined) return;
    callOff();
    work(look());
  };
  const deaf = ctx.bus.waitingTaskRuns.listen(next);
  next();
  return {
    receive(type) {
      if (type === "quit") {
        release();
        return socket.close(closeCode.normal);
      }
      if (type !== "ack" || current === undefined) {
        release();
        return socket.close(closeCode.badSubscription, "Protocol violation: expected 'ack' or 'quit' message");
      }
      const { state_id } = current;
      current = undefined;
      work(confirmClaim(ctx, { state_id, worker: worker.identifier }));
      again = true;
    },
    stop(how) {
      stopped = true;
      presence.end(how);
      connection.close();
      deaf();
      callOff();
      release();
    },
  };
};

const findSubscribeProblem = ({ type, keys, client_id }: JsonObject): string | undefined => {
  if (type !== "subscribe") return "expected 'subscribe' message";
  if (!Array.isArray(keys) || keys.length === 0 || !keys.every((key) => typeof key === "string")) {
    return "expected 'keys' in subscribe message";
  }
  return typeof client_id === "string" && client_id !== "" ? undefined : "expected 'client_id' in subscribe message";
};
