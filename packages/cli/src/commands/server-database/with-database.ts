import type { CommandContext } from "../../command.ts";
import { openLocalDatabase } from "../../local-server.ts";

type LocalDatabase = Awaited<ReturnType<typeof openLocalDatabase>>;

/** Opens the database of the settings for as long as it is worked with. */
export const withDatabase = async <T>({ sources }: CommandContext, work: (database: LocalDatabase) => Promise<T>): Promise<T> => {
  const database = await openLocalDatabase(sources());
  try {
    return await work(database);
  } finally {
    await database.close();
  }
};
