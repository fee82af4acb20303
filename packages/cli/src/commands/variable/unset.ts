import { command } from "../../command.ts";
import { text } from "../../parameters.ts";
import { getVariable } from "./find-variable.ts";

export default command({
  does: "Delete a variable.",
  takes: { name: text("Name of the variable.") },
  async run({ ask, connect, say }, { name }) {
    const client = await connect();
    const { id } = await getVariable(client, name);
    await ask.confirm(`Delete the variable "${name}"?`);
    await client.variables.delete({ id });
    say.done(`Deleted variable ${name}.`);
  },
});
