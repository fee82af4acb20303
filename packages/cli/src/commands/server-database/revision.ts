import { CommandError, command } from "../../command.ts";
import { flag, text } from "../../parameters.ts";

export default command({
  does: "Refused: changes of the data model are part of the program.",
  options: {
    message: text("Accepted for scripts that pass it.", { short: "m" }),
    autogenerate: flag("Accepted for scripts that pass it."),
  },
  run() {
    throw new CommandError("Changes of the data model are part of the program and come with its versions.");
  },
});
