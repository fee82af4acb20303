import { CommandError, command } from "../../command.ts";
import { text } from "../../parameters.ts";

export default command({
  does: "Refused: block types that are Python classes are registered by Python.",
  options: {
    module: text("Accepted for scripts that pass it.", { short: "m" }),
    file: text("Accepted for scripts that pass it.", { short: "f" }),
  },
  run(_, { module, file }) {
    const named = file === undefined ? `-m ${module ?? "prefect_aws"}` : `-f ${file}`;
    throw new CommandError(
      `Block types that are Python classes are registered by the Python package: python -m prefect block register ${named}\nIt needs PREFECT_API_URL, as this program does.`,
    );
  },
});
