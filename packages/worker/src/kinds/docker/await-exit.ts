import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type { Session } from "@millrace/sdk/supervision";
import { JobError } from "../kind.ts";
import { type Engine, EngineError } from "./engine.ts";

interface Exit {
  readonly StatusCode: number;
}

interface Wanted {
  readonly id: string;
  /** What the container is for, for messages. */
  readonly runName: string;
}

const pauseSeconds = 2;
/** Seconds for which an engine may be away, as when it is upgraded. */
const patienceSeconds = 300;

const waitFor = async (engine: Engine, id: string, condition: string): Promise<IncomingMessage> =>
  engine.open({ method: "POST", path: `/containers/${id}/wait`, query: { condition } });

const readExit = async (answer: IncomingMessage): Promise<number> => (JSON.parse(await text(answer)) as Exit).StatusCode;

/**
 * The question how a container ends, asked before it starts, since one that removes itself is gone when it has ended. Resolves when the
 * engine has understood: from then on it tells of the shortest life.
 */
export const askForExit = (engine: Engine, id: string): Promise<IncomingMessage> => waitFor(engine, id, "next-exit");

/**
 * Exit code of a container; undefined when it was removed while nobody looked. An engine that starts again meanwhile is asked again:
 * containers may outlive it. Throws a `JobError` when it stays away.
 */
export const awaitExit = async (
  { engine, session }: { readonly engine: Engine; readonly session: Session },
  { id, runName }: Wanted,
  asked: IncomingMessage,
): Promise<number | undefined> => {
  let exit = readExit(asked);
  for (let waited = 0; waited <= patienceSeconds; waited += pauseSeconds) {
    try {
      return await exit;
    } catch (error) {
      if (engine.closed.aborted) throw error;
      if (error instanceof EngineError) {
        if (error.status === 404) return undefined;
      } else if (waited === 0) session.print(`The Docker engine at ${engine.host} went away under run ${runName}; asking it again.`);
    }
    await session.world.sleep(pauseSeconds, engine.closed);
    exit = waitFor(engine, id, "not-running").then(readExit);
  }
  throw new JobError(`The Docker engine at ${engine.host} went away and did not come back for ${patienceSeconds / 60} minutes.`);
};
