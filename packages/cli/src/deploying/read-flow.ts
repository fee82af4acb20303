import { extname } from "node:path";
import type { JsonObject } from "@millrace/contract";
import type { CommandContext } from "../command.ts";
import { readPythonFlow } from "./python-flow.ts";

/** What of a flow its deployment needs. */
export interface FoundFlow {
  readonly name: string;
  readonly description: string | null;
  /** The version its author gave it. */
  readonly version: string | null;
  /** What stands for a version where there is neither one nor a commit. */
  readonly hash: string | null;
  readonly parameterSchema: JsonObject;
}

/** `flows.py:crawl` and `package.module.crawl` are Python's; everything else names a file or a package, and an export of it. */
const isPython = (entrypoint: string): boolean => {
  const [path = "", name] = entrypoint.split(/:(?=[^:]*$)/);
  return name === undefined || extname(path) === ".py";
};

/** The flow of an entrypoint, whichever language it is in. Throws `LoadError` or `CommandError` when it cannot be read. */
export const readFlow = async (context: CommandContext, entrypoint: string): Promise<FoundFlow> => {
  if (isPython(entrypoint)) return readPythonFlow(context, entrypoint);
  const { loadFlow, parameterSchema } = await import("@millrace/sdk/deploying");
  const flow = await loadFlow(entrypoint, context.host.cwd);
  return { name: flow.name, description: flow.description, version: flow.version, hash: null, parameterSchema: parameterSchema(flow) };
};
