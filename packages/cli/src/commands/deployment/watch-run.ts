import type { Client } from "@millrace/client";
import { type FlowRun, isTerminal } from "@millrace/contract";
import { type CommandContext, CommandError } from "../../command.ts";
import { stateColours } from "../../output/style.ts";
import { sayInstant } from "../../output/times.ts";

export interface WatchOptions {
  readonly run: FlowRun;
  /** Seconds between two looks. */
  readonly interval: number;
  /** Seconds to watch at most; undefined for no end. */
  readonly timeout: number | undefined;
}

const sayNewStates = async (
  client: Client,
  { say }: CommandContext,
  { runId, seen }: { runId: string; seen: Set<string> },
): Promise<void> => {
  for (const { id, type, name, timestamp, message } of await client.flowRunStates.list({ query: { flow_run_id: runId } })) {
    if (seen.has(id)) continue;
    seen.add(id);
    const shown = name ?? type;
    const colour = stateColours.get(type);
    say.line(
      `${say.style.dim(sayInstant(timestamp, 3))}  ${colour === undefined ? shown : say.style[colour](shown)}${message ? `  ${message}` : ""}`,
    );
  }
};

/** Prints a run's states as it reaches them and resolves when it has ended. Throws `CommandError` when the time is up first. */
export const watchRun = async (client: Client, context: CommandContext, { run, interval, timeout }: WatchOptions): Promise<FlowRun> => {
  const { host } = context;
  const end = timeout === undefined ? undefined : host.now() + timeout * 1000;
  const seen = new Set<string>();
  for (;;) {
    const current = await client.flowRuns.get({ id: run.id });
    await sayNewStates(client, context, { runId: run.id, seen });
    if (isTerminal(current.state_type)) return current;
    if (end !== undefined && host.now() >= end) {
      throw new CommandError(
        `The flow run ${run.name} has not ended within ${timeout} seconds. It goes on: millrace flow-run inspect ${run.id}`,
      );
    }
    await host.wait(interval * 1000);
  }
};
