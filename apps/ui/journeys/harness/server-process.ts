import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../../../packages/cli/bin/millrace.js", import.meta.url));

const findPort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
};

/** A server in a process of its own, which can be killed and started again at the same address with what it had stored. */
export interface ServerProcess {
  readonly origin: string;
  /** Starts it, with other pages or settings if they are given, and waits until it answers. */
  readonly start: (changes?: { readonly uiFolder?: string; readonly auth?: string }) => Promise<void>;
  /** Ends it as a crash does. */
  readonly kill: () => Promise<void>;
  /** Ends it for good and removes what it has stored. */
  readonly stop: () => Promise<void>;
}

export const createServerProcess = async (uiFolder: string): Promise<ServerProcess> => {
  const home = await mkdtemp(join(tmpdir(), "journey-home-"));
  const port = await findPort();
  const origin = `http://127.0.0.1:${port}`;
  let running: ReturnType<typeof spawn> | undefined;
  const kill = async (): Promise<void> => {
    if (running === undefined || running.exitCode !== null) return;
    const ended = once(running, "exit");
    running.kill("SIGKILL");
    await ended;
    running = undefined;
  };
  return {
    origin,
    start: async (changes = {}) => {
      const settings = {
        PREFECT_HOME: home,
        PREFECT_SERVER_UI_FOLDER: changes.uiFolder ?? uiFolder,
        ...(changes.auth === undefined ? {} : { PREFECT_SERVER_API_AUTH_STRING: changes.auth }),
      };
      const child = spawn(process.execPath, [program, "server", "start", "--port", String(port)], {
        env: { PATH: process.env.PATH, ...settings },
        stdio: ["ignore", "ignore", "inherit"],
      });
      running = child;
      while (
        !(await fetch(`${origin}/api/health`).then(
          ({ ok }) => ok,
          () => false,
        ))
      ) {
        if (child.exitCode !== null) throw new Error(`The server has ended with ${child.exitCode}.`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    kill,
    stop: async () => {
      await kill();
      await rm(home, { recursive: true, force: true });
    },
  };
};
