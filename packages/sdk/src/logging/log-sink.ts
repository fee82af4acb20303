import type { Client } from "@millrace/client";
import { type CreateLogInput, fromMicros } from "@millrace/contract";
import { type World, within } from "../session/world.ts";

export interface LogRecord {
  readonly name: string;
  readonly level: number;
  readonly message: string;
  readonly flowRunId: string | null;
  readonly taskRunId: string | null;
}

/** Sends log records in batches, in the background. */
export interface LogSink {
  readonly add: (record: LogRecord) => void;
  /** Resolves once everything added so far was sent or given up. */
  readonly flush: () => Promise<void>;
}

export interface LogSinkOptions {
  readonly client: Pick<Client, "logs">;
  readonly world: World;
  readonly print: (line: string) => void;
  readonly isEnabled: boolean;
  /** Seconds between batches. */
  readonly interval: number;
}

const maxMessage = 990_000;
const batchCharacters = 3_000_000;
const mark = "... [truncated]";

const shorten = (message: string): string => (message.length <= maxMessage ? message : message.slice(0, maxMessage - mark.length) + mark);

/** Batches go every two seconds or three megabytes (sdk.md §16). One that cannot be sent is given up with a line on the console. */
export const createLogSink = ({ client, world, print, isEnabled, interval }: LogSinkOptions): LogSink => {
  let waiting: CreateLogInput[] = [];
  let characters = 0;
  let sending = Promise.resolve();
  let stopTimer: (() => void) | undefined;

  const send = (): void => {
    stopTimer?.();
    stopTimer = undefined;
    const batch = waiting;
    waiting = [];
    characters = 0;
    if (batch.length === 0) return;
    sending = sending.then(async () => {
      try {
        await client.logs.create({ body: batch });
      } catch (error) {
        print(`${batch.length} log lines could not be sent and are lost. ${error instanceof Error ? error.message : error}`);
      }
    });
  };

  return {
    add: ({ name, level, message, flowRunId, taskRunId }) => {
      if (!isEnabled) return;
      const text = shorten(message);
      const timestamp = fromMicros(world.nowMicros());
      waiting.push({ name, level, message: text, timestamp, flow_run_id: flowRunId, task_run_id: taskRunId });
      characters += text.length + 200;
      if (characters >= batchCharacters) send();
      else stopTimer ??= world.after(interval, send, { idle: true });
    },
    flush: async () => {
      send();
      await within(world, interval * 15, sending);
    },
  };
};
