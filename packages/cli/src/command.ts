import type { Client, Fetch } from "@millrace/client";
import type { ClientSettings, Sources } from "@millrace/settings";
import type { Ask } from "./ask.ts";
import type { Entries } from "./entries.ts";
import type { Host } from "./host.ts";
import type { Say } from "./output/say.ts";
import type { InputOf, Parameters } from "./parameters.ts";

/** Puts itself between a client and the network. */
export type WatchFetch = (fetch: Fetch) => Fetch;

/** What a command works with. Settings and the client come when asked for, so that commands without a server start fast. */
export interface CommandContext {
  readonly host: Host;
  /** Every command there is. */
  readonly commands: Entries;
  readonly say: Say;
  readonly ask: Ask;
  sources(): Sources;
  /** Throws `SettingsError` when any setting is malformed. */
  settings(): ClientSettings;
  /** A client of the server in use. Throws `CommandError` when there is none. */
  connect(watch?: WatchFetch): Promise<Client>;
}

/** One command: what it does in a sentence, what it takes, and the doing. */
export interface Command<T extends Parameters = Parameters, O extends Parameters = Parameters> {
  readonly does: string;
  /** More about it, for its own help page. */
  readonly details?: string;
  /** Arguments in order; each may also be given as an option of its name. */
  readonly takes?: T;
  readonly options?: O;
  /** With `--output json` what it says is kept back and what it returns is printed. */
  readonly json?: boolean;
  run(context: CommandContext, input: InputOf<T, O>): unknown;
}

export const command = <const T extends Parameters = Record<never, never>, const O extends Parameters = Record<never, never>>(
  definition: Command<T, O>,
): Command<T, O> => definition;

export interface CommandErrorOptions extends ErrorOptions {
  /** Printed in place of the message when the output is JSON. */
  readonly report?: unknown;
  /** 1 unless given. */
  readonly exitCode?: number;
}

/** Something a person can put right; its message says what happened and what to do. Ends the program with an exit code. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly report: unknown;
  readonly exitCode: number;
  constructor(message: string, { report, exitCode = 1, ...options }: CommandErrorOptions = {}) {
    super(message, options);
    this.report = report;
    this.exitCode = exitCode;
  }
}
