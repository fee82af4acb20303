import { sql } from "kysely";
import type { Context } from "../../context.ts";

/** Whether the database answers a question right now. */
export const isDatabaseAnswering = async ({ read, log }: Context): Promise<boolean> => {
  try {
    await sql`select 1`.execute(read);
    return true;
  } catch (error) {
    log.warn({ err: error }, "The database does not answer.");
    return false;
  }
};
