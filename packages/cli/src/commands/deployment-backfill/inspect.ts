import { command } from "../../command.ts";
import { orMissing } from "../../missing.ts";
import { sayObject } from "../../output/object.ts";
import { backfillArgument, noBackfill } from "./find-backfill.ts";

export default command({
  does: "Show everything about a backfill.",
  takes: { id: backfillArgument },
  json: true,
  async run({ connect, say }, { id }) {
    const client = await connect();
    const backfill = await orMissing(client.backfills.get({ id }), noBackfill(id));
    sayObject(say, backfill);
    return backfill;
  },
});
