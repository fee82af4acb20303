/** Puts together what a command works with. */
import { type ClientSettings, clientSettings, readSettings, readSources, type Sources } from "@millrace/settings";
import { createAsk } from "./ask.ts";
import type { CommandContext, WatchFetch } from "./command.ts";
import type { Connected } from "./connect.ts";
import type { Entries } from "./entries.ts";
import type { Host } from "./host.ts";
import { createDuring } from "./output/progress.ts";
import { createSay } from "./output/say.ts";
import { createStyle } from "./output/style.ts";
import { mayColour, widthOf } from "./output/terminal.ts";

/** Options that every command has. */
export interface GlobalOptions {
  readonly profile: string | undefined;
  readonly prompt: boolean | undefined;
}

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

export interface ContextOptions extends GlobalOptions {
  readonly quiet: boolean;
  readonly commands: Entries;
}

/** A command's context, and how to let go of what it took hold of. */
export interface OpenContext extends CommandContext {
  close(): Promise<void>;
}

export const createContext = (host: Host, { profile, prompt, quiet, commands }: ContextOptions): OpenContext => {
  const sources = once(
    (): Sources => readSources({ env: host.env, cwd: host.cwd, home: host.home, ...(profile === undefined ? {} : { profile }) }),
  );
  const settings = once((): ClientSettings => readSettings({ client: clientSettings }, { sources: sources() }).values.client);
  // How to print must not depend on whether every setting is well formed: `config unset` is how people repair one.
  const preference = <K extends keyof ClientSettings>(name: K, otherwise: ClientSettings[K]): ClientSettings[K] => {
    try {
      return settings()[name];
    } catch {
      return otherwise;
    }
  };
  const style = createStyle(mayColour(host.env, host.stdout) && preference("cliColors", true));
  const errorStyle = createStyle(mayColour(host.env, host.stderr) && preference("cliColors", true));
  const interactive = prompt ?? preference("cliPrompt", undefined) ?? (host.stdin.isTerminal && host.stdout.columns !== undefined);
  const width = widthOf(host);
  let connection: Connected | undefined;
  const connected = async (watch: WatchFetch | undefined): Promise<Connected> => {
    const { connect } = await import("./connect.ts");
    connection ??= await connect(host, { settings: settings(), sources: sources(), watch });
    return connection;
  };
  return {
    host,
    commands,
    say: createSay({
      stdout: host.stdout,
      stderr: host.stderr,
      style,
      errorStyle,
      width,
      wrapLines: preference("cliWrapLines", true),
      quiet,
      during: createDuring({ stderr: host.stderr, every: host.every, env: host.env, style: errorStyle }),
    }),
    ask: createAsk(host, { interactive, style }),
    sources,
    settings,
    connect: async (watch) => (await connected(watch)).client,
    close: async () => connection?.close(),
  };
};
