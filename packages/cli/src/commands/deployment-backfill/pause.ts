import { command } from "../../command.ts";
import { changeBackfill } from "./change-backfill.ts";
import { backfillArgument } from "./find-backfill.ts";

export default command({
  does: "Pause a backfill: it begins no further dates, runs under way go on.",
  takes: { id: backfillArgument },
  json: true,
  run: (context, { id }) => changeBackfill(context, { id, done: "Paused", send: (client) => client.backfills.pause({ id }) }),
});
