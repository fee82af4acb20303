import { cp, mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type { Json } from "@millrace/contract";
import { LoadError } from "../loading/load-error.ts";
import { isObject } from "../templating/placeholders.ts";
import { runCommand } from "./run-command.ts";
import { findText, getText, type StepContext } from "./step.ts";

/**
 * Does something as whoever the credentials say, a block or an object with `username`, `password` and `registry_url`. The login is kept
 * in a folder of its own that goes afterwards, and the password is in no command.
 */
export const withLogin = async <T>(
  context: StepContext,
  credentials: Json | undefined,
  act: (context: StepContext) => Promise<T>,
): Promise<T> => {
  if (!isObject(credentials)) return act(context);
  const { cwd, env } = context;
  const folder = await mkdtemp(join(tmpdir(), "millrace-docker-"));
  try {
    // Whatever else is set up there, such as another engine, counts as before.
    await cp(env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker"), folder, { recursive: true }).catch(() => {});
    const own = { ...env, DOCKER_CONFIG: folder };
    const registry = findText(credentials, "registry_url") ?? "";
    const command = [
      "docker",
      "login",
      "--username",
      getText(credentials, "username"),
      "--password-stdin",
      ...(registry === "" ? [] : [registry]),
    ];
    const ran = await runCommand(command, { cwd, env: own, input: getText(credentials, "password") });
    if (ran.code !== 0) throw new LoadError(`"docker login" ended with exit code ${ran.code}: ${ran.stderr || ran.stdout}`);
    return await act({ ...context, env: own });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
