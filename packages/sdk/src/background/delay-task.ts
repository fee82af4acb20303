/** Handing a run of a task to whichever task worker takes it (sdk.md §19). */
import type { Json, TaskRun } from "@millrace/contract";
import { type Context, currentContext } from "../context.ts";
import { planRetries } from "../definitions/retries.ts";
import type { TaskDefinition } from "../definitions/task-options.ts";
import { awaitEnd } from "../engine/await-end.ts";
import { createRecord } from "../engine/create-task-record.ts";
import { isPlainJson } from "../engine/inline-data.ts";
import { readOutcome } from "../engine/read-outcome.ts";
import { UsageError } from "../errors.ts";
import { resolveValue, waitForAll } from "../futures/dependencies.ts";
import type { Outcome } from "../futures/pending.ts";
import { withSession } from "../session/current-session.ts";
import type { Session } from "../session/session.ts";

/** A run that another process carries out. Awaiting it gives the result once it has ended, or throws why there is none. */
export interface BackgroundRun<R> extends PromiseLike<R> {
  /** The run as it was handed over; awaiting this alone does so and goes on. */
  readonly created: Promise<TaskRun>;
  readonly outcome: () => Promise<Outcome<R>>;
}

/** Where the arguments are in the data of a run's first state. */
export interface DelayedCall {
  readonly arguments: readonly Json[];
}

/** As much as servers take as parameters of a run, in characters. */
const maxArguments = 524_288;
const waitSeconds = 2;

const printArguments = ({ name }: TaskDefinition, values: readonly unknown[]): DelayedCall => {
  const given = values.slice(0, values.findLastIndex((value) => value !== undefined) + 1).map((value) => value ?? null);
  if (isPlainJson(given, maxArguments)) return { arguments: given as readonly Json[] };
  throw new UsageError(
    `The arguments of "${name}" go to another process as JSON, and are more than plain JSON or longer than ${maxArguments} characters. Pass less, such as where to find it.`,
  );
};

interface Delayed {
  readonly session: Session;
  readonly context: Context;
  readonly definition: TaskDefinition;
  readonly args: readonly unknown[];
}

const createRun = async ({ session, context, definition, args }: Delayed): Promise<TaskRun> => {
  const { settings, client } = session;
  const plan =
    definition.retries ??
    planRetries({ max: settings.tasksDefaultRetries, delay: settings.tasksDefaultRetryDelaySeconds.map((seconds) => ({ seconds })) });
  const record = createRecord({ definition, args, session, inPlace: false }, context, plan);
  await waitForAll(definition.waitFor);
  const call = printArguments(definition, await Promise.all(args.map((arg) => resolveValue(arg))));
  return client.taskRuns.create({
    body: {
      id: record.id,
      name: record.name,
      flow_run_id: context.flow?.info().id ?? null,
      task_key: record.taskKey,
      dynamic_key: record.dynamicKey,
      task_version: record.taskVersion,
      tags: record.tags,
      task_inputs: record.taskInputs,
      empirical_policy: {
        retries: record.retries,
        retry_delay: typeof record.retryDelay === "number" ? record.retryDelay : [...record.retryDelay],
      },
      state: { type: "SCHEDULED", name: "Scheduled", message: null, data: { ...call }, state_details: { deferred: true } },
    },
  });
};

/** Creates a run that waits for a task worker. Rejections are made only for those who ask. */
export const delayTask = (definition: TaskDefinition, args: readonly unknown[]): BackgroundRun<unknown> => {
  const context = currentContext();
  const created = withSession((session) => createRun({ session, context, definition, args }));
  created.catch(() => {});
  const outcome = async (): Promise<Outcome<unknown>> => {
    const run = await created;
    const signal = context.task?.signal() ?? context.flow?.signal;
    return withSession(async ({ world, client }) => {
      const end = await awaitEnd({ world, look: () => client.taskRuns.get({ id: run.id }), interval: waitSeconds, signal });
      return readOutcome(end ?? run, "task run");
    });
  };
  const result = async (): Promise<unknown> => {
    const end = await outcome();
    if (end.ok) return end.value;
    throw end.error;
  };
  return {
    created,
    outcome,
    // biome-ignore lint/suspicious/noThenProperty: a run is awaitable by design.
    then: (onValue, onError) => result().then(onValue, onError),
  };
};
