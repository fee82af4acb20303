/** Triggers of a deployment, from the file or the command line (workers.md §20). */
import { extname } from "node:path";
import type { Client } from "@millrace/client";
import type { Json, JsonObject } from "@millrace/contract";
import { CommandError } from "../command.ts";
import { isObject, parseJson, readDocument } from "../files.ts";
import type { Host } from "../host.ts";

const listObjects = (value: Json | undefined): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

const readFlag = async (host: Host, given: string): Promise<readonly JsonObject[]> => {
  if ([".yaml", ".yml", ".json"].includes(extname(given))) {
    const document = await readDocument(host, given);
    return listObjects(isObject(document) ? document.triggers : undefined);
  }
  const trigger = parseJson(given, "--trigger");
  if (isObject(trigger)) return [trigger];
  throw new CommandError(`--trigger is ${given}; it takes a JSON object, or a .yaml or .json file with the key triggers.`);
};

/** The triggers of `--trigger`: JSON, or files of them. Throws `CommandError`. */
export const readTriggers = async (host: Host, flags: readonly string[]): Promise<readonly JsonObject[]> =>
  (await Promise.all(flags.map((flag) => readFlag(host, flag)))).flat();

/** Fills placeholders everywhere but in the parameters, which are filled when the trigger fires. */
const fillTrigger = async ({ parameters, ...rest }: JsonObject, { client, outputs, env }: Filling): Promise<JsonObject> => {
  const { fillPlaceholders, resolveReferences } = await import("@millrace/sdk/deploying");
  const filled = fillPlaceholders(await resolveReferences(client, rest), outputs, { env });
  return { ...(isObject(filled) ? filled : {}), ...(parameters === undefined ? {} : { parameters }) };
};

export interface Filling {
  readonly client: Client;
  /** What the steps gave. */
  readonly outputs: JsonObject;
  readonly env: Host["env"];
}

/** A deployment's triggers as they are stored: what the steps gave and what is looked up is in them. */
export const fillTriggers = (triggers: readonly JsonObject[], filling: Filling): Promise<readonly JsonObject[]> =>
  Promise.all(triggers.map((trigger) => fillTrigger(trigger, filling)));
