import type { Client } from "@millrace/client";
import type { GlobalConcurrencyLimit } from "@millrace/contract";
import { orMissing } from "../../missing.ts";
import { text } from "../../parameters.ts";

export const limitName = text("Name of the limit.");

/** The limit of a name. Throws `CommandError` when there is none. */
export const getLimit = (client: Client, name: string): Promise<GlobalConcurrencyLimit> =>
  orMissing(
    client.concurrencyLimits.get({ id_or_name: name }),
    `Global concurrency limit "${name}" was not found. List them with: millrace global-concurrency-limit ls`,
  );
