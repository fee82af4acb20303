/** Flows in Python, read by a Python that has Prefect, or else from their source. */
import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import type { Json, JsonObject } from "@millrace/contract";
import { type CommandContext, CommandError } from "../command.ts";
import { isObject, readText } from "../files.ts";
import type { Host } from "../host.ts";
import type { FoundFlow } from "./read-flow.ts";

/** Prints what a deployment needs of a flow behind a mark, since files print things as they are imported. */
const program = `
import json, sys
try:
    from prefect.flows import load_flow_from_entrypoint
    from prefect.utilities.callables import parameter_schema
except ImportError:
    sys.exit(77)
sys.path.insert(0, "")
flow = load_flow_from_entrypoint(sys.argv[1])
schema = parameter_schema(flow)
found = {"name": flow.name, "description": flow.description, "version": flow.version, "parameterSchema": schema.model_dump(mode="json", exclude_unset=True)}
print("\\x1e" + json.dumps(found))
`;
const noPrefect = 77;

/** Interpreters to ask, the one that was named before those that happen to be there. */
const listInterpreters = ({ env }: Host): readonly string[] => {
  const { MILLRACE_WORKER_PYTHON: named, VIRTUAL_ENV: venv, PATH: searchPath = "" } = env;
  if (named !== undefined) return [named];
  const folders = searchPath.split(delimiter).filter((folder) => folder !== "");
  const found = ["python", "python3"].flatMap((name) => folders.map((folder) => join(folder, name)).find(existsSync) ?? []);
  return venv === undefined ? found : [join(venv, "bin", "python"), ...found];
};

const textOrNull = (value: Json | undefined): string | null => (typeof value === "string" ? value : null);

const parseFound = (stdout: string): FoundFlow | undefined => {
  const line = stdout.split("\u001E")[1];
  const found: Json = line === undefined ? null : (JSON.parse(line.split("\n")[0] ?? "null") as Json);
  if (!isObject(found) || typeof found.name !== "string") return undefined;
  const { name, description, version, parameterSchema } = found;
  return {
    name,
    description: textOrNull(description),
    // Python makes up a version from the file when its author gives none, and does not tell the two apart.
    version: null,
    hash: textOrNull(version),
    parameterSchema: isObject(parameterSchema) ? parameterSchema : {},
  };
};

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";

/** Asks an interpreter; undefined when it has no Prefect. Throws a `CommandError` when the flow cannot be loaded. */
const askPython = async (host: Host, python: string, entrypoint: string): Promise<FoundFlow | undefined> => {
  const { runCommand } = await import("@millrace/sdk/deploying");
  const env = { ...host.env, PREFECT_LOGGING_LEVEL: "CRITICAL" };
  const ran = await runCommand([python, "-c", program, entrypoint], { cwd: host.cwd, env }).catch((cause: Error) => {
    throw new CommandError(`${python} could not be started: ${cause.message}. Set MILLRACE_WORKER_PYTHON to an interpreter.`, { cause });
  });
  if (ran.code === noPrefect) return undefined;
  const found = parseFound(ran.stdout);
  if (found !== undefined) return found;
  throw new CommandError(`The flow ${entrypoint} could not be loaded: ${lastLine(ran.stderr)}`);
};

const noParameters: JsonObject = { title: "Parameters", type: "object", properties: {}, required: [], definitions: {} };

/** What its source alone tells: its name. */
const readSource = (host: Host, entrypoint: string): FoundFlow => {
  const [path = "", name = ""] = entrypoint.split(/:(?=[^:]*$)/);
  if (name === "")
    throw new CommandError(
      `${entrypoint} names a module, which only Python can find. Set MILLRACE_WORKER_PYTHON to an interpreter with Prefect.`,
    );
  const source = readText(host, resolve(host.cwd, path));
  const definition = new RegExp(`((?:^@[^\\n]*\\n(?:^[ \\t)][^\\n]*\\n)*)*)^(?:async )?def ${name.replace(/\W/g, "\\$&")}\\b`, "m").exec(
    source,
  );
  if (definition === null) throw new CommandError(`${path} has no function ${name}. Correct the entrypoint.`);
  const given = /\bname\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(definition[1] ?? "");
  const flow = given?.[1] ?? given?.[2] ?? name.replaceAll("_", "-");
  return { name: flow, description: null, version: null, hash: null, parameterSchema: noParameters };
};

/** A flow in Python. Without a Python that has Prefect its parameters stay unknown, and a warning says so. */
export const readPythonFlow = async ({ host, say }: CommandContext, entrypoint: string): Promise<FoundFlow> => {
  for (const python of listInterpreters(host)) {
    const found = await askPython(host, python, entrypoint);
    if (found !== undefined) return found;
  }
  const found = readSource(host, entrypoint);
  say.warn(
    `There is no Python with Prefect here, so the parameters of ${entrypoint} stay unknown to the server. Set MILLRACE_WORKER_PYTHON to an interpreter that has it, and deploy again.`,
  );
  return found;
};
