import { command } from "../../command.ts";
import { changeBackfill } from "./change-backfill.ts";
import { backfillArgument } from "./find-backfill.ts";

export default command({
  does: "Let a paused backfill go on.",
  takes: { id: backfillArgument },
  json: true,
  run: (context, { id }) => changeBackfill(context, { id, done: "Resumed", send: (client) => client.backfills.resume({ id }) }),
});
