import { isClientError } from "@millrace/client";
import { CommandError, command } from "../../command.ts";
import { orMissing } from "../../missing.ts";
import { backfillArgument, noBackfill } from "./find-backfill.ts";

export default command({
  does: "Forget a backfill that has ended; its runs stay.",
  takes: { id: backfillArgument },
  async run({ connect, say }, { id }) {
    const client = await connect();
    await orMissing(client.backfills.delete({ id }), noBackfill(id)).catch((error: unknown) => {
      if (isClientError(error) && error.status === 409) throw new CommandError(error.detail, { cause: error });
      throw error;
    });
    say.done(`Deleted backfill ${id}.`);
  },
});
