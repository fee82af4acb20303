import { CommandError, command } from "../../command.ts";
import { flag, textOr } from "../../parameters.ts";

export default command({
  does: "Refused: a database goes forward only.",
  options: {
    yes: flag("Accepted for scripts that pass it.", { short: "y" }),
    revision: textOr("Accepted for scripts that pass it.", "-1", { short: "r" }),
    dryRun: flag("Accepted for scripts that pass it."),
  },
  run() {
    throw new CommandError(
      "A database goes forward only. To go back, restore the copy made before the upgrade and start the version that wrote it.",
    );
  },
});
