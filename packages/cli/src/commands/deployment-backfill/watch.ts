import { command } from "../../command.ts";
import { backfillArgument } from "./find-backfill.ts";
import { watchBackfill } from "./watch-backfill.ts";

export default command({
  does: "Wait until a backfill has ended; exit code 0 only if every run completed.",
  takes: { id: backfillArgument },
  json: true,
  run: async (context, { id }) => watchBackfill(context, await context.connect(), id),
});
