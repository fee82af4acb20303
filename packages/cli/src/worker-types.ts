import type { Client } from "@millrace/client";
import type { JsonObject } from "@millrace/contract";
import { CommandError } from "./command.ts";
import { isObject } from "./files.ts";

/** A kind of infrastructure that a pool can be for. */
export interface WorkerType {
  readonly type: string;
  readonly description: string;
  readonly baseJobTemplate: JsonObject;
}

/** The kinds the server knows, in its order (workers.md §7). */
export const listWorkerTypes = async (client: Client): Promise<readonly WorkerType[]> => {
  const packages = await client.collections.getView({ view: "aggregate-worker-metadata" });
  return Object.values(packages)
    .filter(isObject)
    .flatMap((kinds) => Object.values(kinds).filter(isObject))
    .map(({ type, description, default_base_job_configuration: template }) => ({
      type: String(type),
      description: typeof description === "string" ? description : "",
      baseJobTemplate: isObject(template) ? template : {},
    }));
};

/** The kind of a name. Throws `CommandError` that lists them. */
export const getWorkerType = (types: readonly WorkerType[], name: string | undefined): WorkerType => {
  const found = types.find(({ type }) => type === name);
  if (found !== undefined) return found;
  const said = name === undefined ? "Name the type of work pool with --type." : `There is no work pool type "${name}".`;
  throw new CommandError(`${said} There are: ${types.map(({ type }) => type).join(", ")}.`);
};
