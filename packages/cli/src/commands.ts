/** Every command by its name. Each is loaded only when it is run or when its group's help is asked for. */
import type { Command } from "./command.ts";

export type LoadCommand = () => Promise<{ readonly default: Command }>;
export interface Group {
  readonly does: string;
  readonly aliases?: readonly string[];
  readonly commands: Readonly<Record<string, LoadCommand>>;
}
/** A command without a group, its sentence beside it so that the program's help loads none. */
export interface Single {
  readonly does: string;
  readonly load: LoadCommand;
}
export type Entry = Group | Single;

export const commands: Readonly<Record<string, Entry>> = {
  server: {
    does: "Start and stop the server.",
    commands: {
      start: () => import("./commands/server/start.ts"),
      stop: () => import("./commands/server/stop.ts"),
      status: () => import("./commands/server/status.ts"),
    },
  },
  flow: {
    does: "List flows.",
    aliases: ["flows"],
    commands: { ls: () => import("./commands/flow/ls.ts") },
  },
  "flow-run": {
    does: "Look at flow runs, cancel and delete them.",
    aliases: ["flow-runs"],
    commands: {
      ls: () => import("./commands/flow-run/ls.ts"),
      inspect: () => import("./commands/flow-run/inspect.ts"),
      logs: () => import("./commands/flow-run/logs.ts"),
      cancel: () => import("./commands/flow-run/cancel.ts"),
      delete: () => import("./commands/flow-run/delete.ts"),
    },
  },
  deployment: {
    does: "Look at deployments and run them.",
    aliases: ["deployments"],
    commands: {
      ls: () => import("./commands/deployment/ls.ts"),
      inspect: () => import("./commands/deployment/inspect.ts"),
      run: () => import("./commands/deployment/run.ts"),
    },
  },
  config: {
    does: "See and change settings of the active profile.",
    commands: {
      view: () => import("./commands/config/view.ts"),
      set: () => import("./commands/config/set.ts"),
      unset: () => import("./commands/config/unset.ts"),
      validate: () => import("./commands/config/validate.ts"),
    },
  },
  profile: {
    does: "Keep several sets of settings and switch between them.",
    aliases: ["profiles"],
    commands: {
      ls: () => import("./commands/profile/ls.ts"),
      create: () => import("./commands/profile/create.ts"),
      use: () => import("./commands/profile/use.ts"),
      inspect: () => import("./commands/profile/inspect.ts"),
      rename: () => import("./commands/profile/rename.ts"),
      delete: () => import("./commands/profile/delete.ts"),
    },
  },
  version: { does: "Versions of what runs here.", load: () => import("./commands/version.ts") },
};

/** The entry of a name or of one of its aliases, with its own name. */
export const findEntry = (word: string): { readonly name: string; readonly entry: Entry } | undefined => {
  const own = Object.hasOwn(commands, word) ? commands[word] : undefined;
  if (own !== undefined) return { name: word, entry: own };
  for (const [name, entry] of Object.entries(commands)) {
    if ("aliases" in entry && entry.aliases?.includes(word)) return { name, entry };
  }
  return undefined;
};
