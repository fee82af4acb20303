/**
 * The session of this process. It is the one thing of the SDK that lives in a module: a flow is called like a function, so there is
 * nothing else to hand it a connection.
 */
import { currentContext } from "../context.ts";
import { UsageError } from "../errors.ts";
import { createSession, readClientSettings } from "./create-session.ts";
import type { LocalServer, ServerStarter } from "./server-starter.ts";
import type { Session } from "./session.ts";

interface Shared {
  readonly session: Session;
  readonly server: LocalServer | undefined;
}

interface ProcessState {
  starter: ServerStarter | undefined;
  shared: Promise<Shared> | undefined;
  users: number;
  stopIdle: (() => void) | undefined;
}

const state: ProcessState = { starter: undefined, shared: undefined, users: 0, stopIdle: undefined };

/** Seconds a server in this process outlives the last run, so that flows called one after the other share it. */
const idleSeconds = 0.2;

/** Says how a server is started when none is configured. */
export const useServerStarter = (starter: ServerStarter): void => {
  state.starter = starter;
};

const open = async (): Promise<Shared> => {
  const settings = readClientSettings();
  if (settings.apiUrl !== undefined) {
    const session = createSession({}, settings);
    // Once nothing else is left to do, the stream of events is closed properly; the process does not wait for it otherwise.
    process.once("beforeExit", () => void session.client.close().catch(() => {}));
    return { session, server: undefined };
  }
  if (state.starter === undefined) {
    throw new UsageError(
      'No server is configured. Start one with "millrace server start" and set PREFECT_API_URL to its address, such as http://127.0.0.1:4200/api, or install the package "millrace", which starts one by itself.',
    );
  }
  const server = await state.starter();
  return { session: createSession({ url: server.url, fetch: server.fetch }, settings), server };
};

const close = async (shared: Promise<Shared>): Promise<void> => {
  const { session, server } = await shared;
  await session.client.close().catch(() => {});
  await server?.stop();
};

const release = async (shared: Promise<Shared>): Promise<void> => {
  state.users -= 1;
  if (state.users > 0) return;
  const { session, server } = await shared;
  if (server === undefined) return;
  state.stopIdle = session.world.after(idleSeconds, () => {
    state.shared = undefined;
    void close(shared);
  });
};

/** Gives a function the session of its context, or else of the process, opening it when it is the first. */
export const withSession = async <T>(fn: (session: Session) => Promise<T>): Promise<T> => {
  const { session } = currentContext();
  if (session !== undefined) return fn(session);
  state.stopIdle?.();
  state.stopIdle = undefined;
  state.users += 1;
  state.shared ??= open();
  const { shared } = state;
  try {
    return await fn((await shared).session);
  } catch (error) {
    // A session that did not open is tried again by the next run.
    await shared.catch(() => {
      if (state.shared === shared) state.shared = undefined;
    });
    throw error;
  } finally {
    await release(shared).catch(() => {});
  }
};
