import { command } from "../../command.ts";
import { flag } from "../../parameters.ts";
import { changeBackfill } from "./change-backfill.ts";
import { backfillArgument } from "./find-backfill.ts";

export default command({
  does: "Cancel a backfill with its runs that have not ended.",
  takes: { id: backfillArgument },
  options: { keepRuns: flag("Let runs that were made go on.") },
  json: true,
  run: (context, { id, keepRuns }) =>
    changeBackfill(context, {
      id,
      done: "Cancelled",
      send: (client) => client.backfills.cancel({ id, body: { keep_runs: keepRuns } }),
    }),
});
