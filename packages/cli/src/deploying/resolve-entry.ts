/** Placeholders in an entry: blocks, variables and the environment first, what the steps gave later (workers.md §20). */
import type { JsonObject } from "@millrace/contract";
import { type CommandContext, CommandError } from "../command.ts";
import { isObject } from "../files.ts";

/** Parts whose placeholders are filled elsewhere: when steps run, or when a trigger fires. */
const later = new Set(["build", "push", "pull", "triggers"]);

const split = (entry: JsonObject): { readonly now: JsonObject; readonly kept: JsonObject } => ({
  now: Object.fromEntries(Object.entries(entry).filter(([key]) => !later.has(key))),
  kept: Object.fromEntries(Object.entries(entry).filter(([key]) => later.has(key))),
});

const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** An entry with blocks, variables and the environment in it. Throws `CommandError` for a block there is none of. */
export const resolveEntry = async ({ connect, host, say }: CommandContext, entry: JsonObject): Promise<JsonObject> => {
  const { fillPlaceholders, MissingReference, resolveReferences } = await import("@millrace/sdk/deploying");
  const { now, kept } = split(entry);
  const client = await connect();
  const resolved = await resolveReferences(client, now).catch((cause: unknown) => {
    throw cause instanceof MissingReference ? new CommandError(cause.message, { cause }) : cause;
  });
  const unset = new Set<string>();
  const keepsMissing = (name: string): boolean => {
    if (name.startsWith("$")) unset.add(name.slice(1));
    return true;
  };
  const filled = fillPlaceholders(resolved, {}, { keepsMissing, env: host.env });
  for (const name of unset) say.warn(`${name} is not set in the environment; it counts as an empty text.`);
  return { ...asObject(filled), ...kept };
};

/** The entry with what the steps gave. What nothing is known for goes, with a warning; `ctx` is filled when a run starts. */
export const fillOutputs = async ({ say }: CommandContext, entry: JsonObject, outputs: JsonObject): Promise<JsonObject> => {
  const { fillPlaceholders } = await import("@millrace/sdk/deploying");
  const { now, kept } = split(entry);
  const missing = new Set<string>();
  const keepsMissing = (name: string): boolean => {
    if (name.startsWith("ctx.")) return true;
    if (!name.startsWith("$")) missing.add(name);
    return false;
  };
  const filled = fillPlaceholders(now, outputs, { keepsMissing, env: {} });
  for (const name of missing) say.warn(`Nothing is known for {{ ${name} }}; it is left out.`);
  return { ...asObject(filled), ...kept };
};
