import { type Client, isClientError } from "@millrace/client";
import type { Backfill } from "@millrace/contract";
import { type CommandContext, CommandError } from "../../command.ts";
import { orMissing } from "../../missing.ts";
import { noBackfill } from "./find-backfill.ts";
import { sayProgress } from "./say-backfill.ts";

interface Change {
  readonly id: string;
  readonly done: string;
  readonly send: (client: Client) => Promise<Backfill>;
}

/** Changes a backfill and says how it stands. One that has ended cannot be changed: the server's words are the message. */
export const changeBackfill = async ({ connect, say }: CommandContext, { id, done, send }: Change): Promise<Backfill> => {
  const backfill = await orMissing(send(await connect()), noBackfill(id)).catch((error: unknown) => {
    if (isClientError(error) && (error.status === 409 || error.status === 422)) throw new CommandError(error.detail, { cause: error });
    throw error;
  });
  say.done(`${done} backfill ${id}: ${sayProgress(backfill)}.`);
  return backfill;
};
