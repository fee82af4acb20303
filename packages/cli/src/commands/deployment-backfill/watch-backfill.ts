import type { Client } from "@millrace/client";
import type { Backfill } from "@millrace/contract";
import { type CommandContext, CommandError } from "../../command.ts";
import { orMissing } from "../../missing.ts";
import { noBackfill } from "./find-backfill.ts";
import { sayProgress } from "./say-backfill.ts";

/** Milliseconds between two looks. */
const pollMillis = 2000;

/** Says how a backfill comes along until it has ended. Throws `CommandError` when it does not complete, or a run of it fails. */
export const watchBackfill = async ({ host, say }: CommandContext, client: Client, id: string): Promise<Backfill> => {
  let last = "";
  for (;;) {
    const backfill = await orMissing(client.backfills.get({ id }), noBackfill(id));
    const line = `${backfill.state}  ${sayProgress(backfill)}${backfill.message === null ? "" : `  ${backfill.message}`}`;
    if (line !== last) say.line(line);
    last = line;
    if (backfill.ended !== null) return checkOutcome(backfill);
    await host.wait(pollMillis);
  }
};

const checkOutcome = (backfill: Backfill): Backfill => {
  const { COMPLETED: _, ...others } = backfill.progress.runs;
  if (backfill.state === "COMPLETED" && Object.keys(others).length === 0) return backfill;
  throw new CommandError(`The backfill ended with ${sayProgress(backfill)}. Its runs carry the tag backfill:${backfill.id}.`, {
    report: backfill,
  });
};
