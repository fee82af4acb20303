import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { readSettings } from "@millrace/settings";
import { findPython, settingsAsEnv } from "@millrace/worker";
import { workerSettings } from "@millrace/worker/settings";
import { type CommandContext, CommandError, command } from "../../command.ts";
import type { Host } from "../../host.ts";
import { text } from "../../parameters.ts";

const getPython = ({ host, sources }: CommandContext): string => {
  const { worker } = readSettings({ worker: workerSettings }, { sources: sources() }).values;
  const python = findPython(worker, host.env.PATH);
  if (python !== undefined) return python;
  throw new CommandError(
    "Block types that are Python classes are imported by Python, and there is none in the search path.\nInstall it with the package prefect, or set MILLRACE_WORKER_PYTHON to its interpreter.",
  );
};

interface PythonEnd {
  /** Its exit code, or the signal that ended it. */
  readonly code: number | string | null;
  readonly errors: string;
}

interface PythonCall {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Passes on what Python prints; what it says of errors is kept. */
const runPython = ({ cwd, env, stdout }: Host, python: string, call: PythonCall): Promise<PythonEnd> =>
  new Promise((settle, reject) => {
    const columns = stdout.columns === undefined ? {} : { COLUMNS: String(stdout.columns) };
    const child = spawn(python, call.words, { cwd, env: { ...env, ...columns, ...call.env }, stdio: ["ignore", "pipe", "pipe"] });
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => stdout.write(chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      errors += chunk;
    });
    child.once("error", (error) =>
      reject(new CommandError(`The Python ${python} could not be started: ${error.message}. Correct MILLRACE_WORKER_PYTHON.`)),
    );
    child.once("close", (code, signal) => settle({ code: code ?? signal, errors }));
  });

export default command({
  does: "Register block types that are Python classes.",
  details:
    "Python imports them: the first python of the search path, or MILLRACE_WORKER_PYTHON, with the package prefect and those the classes need.",
  options: {
    module: text("Module that defines them, such as prefect_aws.", { short: "m" }),
    file: text("Python file that defines them.", { short: "f" }),
  },
  async run(context, { module, file }) {
    const { host } = context;
    if ((module === undefined) === (file === undefined))
      throw new CommandError("Name either a module with --module or a file with --file.");
    if (file !== undefined && !existsSync(resolve(host.cwd, file))) throw new CommandError(`There is no file ${resolve(host.cwd, file)}.`);
    const python = getPython(context);
    const { url } = await context.connect();
    const where = file === undefined ? ["--module", module ?? ""] : ["--file", file];
    const { code, errors } = await runPython(host, python, {
      words: ["-m", "prefect", "block", "register", ...where],
      env: { ...settingsAsEnv(context.sources()), PREFECT_API_URL: url },
    });
    if (code !== 0 && /No module named '?prefect'?$/m.test(errors)) {
      throw new CommandError(`The Python ${python} has no package prefect.\nInstall it there: ${python} -m pip install prefect`);
    }
    host.stderr.write(errors);
    // Python has said why.
    if (code !== 0) throw new CommandError("", { exitCode: typeof code === "number" ? code : 1 });
  },
});
