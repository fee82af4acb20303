import { command } from "../../command.ts";
import { integer } from "../../parameters.ts";
import { changeBackfill } from "./change-backfill.ts";
import { backfillArgument } from "./find-backfill.ts";

export default command({
  does: "Change how many runs of a backfill may be open at once.",
  takes: { id: backfillArgument, limit: integer("Runs that may be open at once.") },
  json: true,
  run: (context, { id, limit }) =>
    changeBackfill(context, {
      id,
      done: "Changed",
      send: (client) => client.backfills.update({ id, body: { concurrency_limit: limit } }),
    }),
});
