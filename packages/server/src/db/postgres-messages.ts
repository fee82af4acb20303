import type { Pool, PoolClient } from "pg";
import type { Clock } from "../clock.ts";

/** Short messages between the servers of a database. One may get lost: whoever waits for it looks by himself in the end, too. */
export interface Messages {
  tell(text: string): Promise<void>;
  /** Hears what any server tells, this one included; returns how to stop. */
  listen(hear: (text: string) => void): () => void;
}

const channel = "millrace";
/** Seconds until a lost connection is replaced; doubled at each attempt in vain. */
const firstWait = 1;
const longestWait = 60;

/** Messages over LISTEN and NOTIFY. Listening keeps a connection of the pool to itself, which must lead to the database without a pooler. */
export const createMessages = (pool: Pool, clock: Clock): Messages => ({
  async tell(text) {
    await pool.query("select pg_notify($1, $2)", [channel, text]);
  },
  listen(hear) {
    let stopped = false;
    let current: PoolClient | undefined;
    let callOff = (): void => undefined;
    const giveBack = (client: PoolClient): void => {
      if (current !== client) return;
      current = undefined;
      // It has a session state that nobody else wants.
      client.release(true);
    };
    const open = async (): Promise<void> => {
      const client = await pool.connect();
      if (stopped) return client.release();
      current = client;
      client.on("notification", ({ payload }) => hear(payload ?? ""));
      client.once("end", () => {
        giveBack(client);
        tryAgain(firstWait);
      });
      await client.query(`listen ${channel}`).catch((error: unknown) => {
        giveBack(client);
        throw error;
      });
    };
    const tryAgain = (seconds: number): void => {
      if (stopped) return;
      callOff = clock.after(seconds * 1000, () => start(Math.min(seconds * 2, longestWait)));
    };
    const start = (wait: number): void => void open().catch(() => tryAgain(wait));
    start(firstWait);
    return () => {
      stopped = true;
      callOff();
      if (current !== undefined) giveBack(current);
    };
  },
});
