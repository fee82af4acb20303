import { CommandError, command } from "../../command.ts";
import { text } from "../../parameters.ts";

export default command({
  does: "Refused: the database itself knows which changes it has.",
  takes: { revision: text("Accepted for scripts that pass it.") },
  run() {
    throw new CommandError(
      "Which changes a database has is kept with them and cannot be set. See them with: millrace server database upgrade --dry-run",
    );
  },
});
