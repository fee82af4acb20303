import { CommandError, command } from "../../command.ts";
import { findOrNothing } from "../../missing.ts";
import { flag, many, text } from "../../parameters.ts";
import { parseValue } from "../../values.ts";

export default command({
  does: "Set a variable.",
  takes: {
    name: text("Name of the variable: lower-case letters, digits, dashes and underscores."),
    value: text("Its value. JSON; anything else is taken as text."),
  },
  options: { overwrite: flag("Change it if it exists."), tag: many(text("A tag for it.")) },
  async run({ connect, say }, { name, value, overwrite, tag }) {
    const client = await connect();
    const known = await findOrNothing(client.variables.getByName({ name }));
    if (known !== undefined && !overwrite) throw new CommandError(`Variable "${name}" exists already. Use --overwrite to change it.`);
    const body = { name, value: parseValue(value), tags: tag };
    if (known === undefined) await client.variables.create({ body });
    else await client.variables.updateByName({ name, body });
    say.done(`Set variable ${name}.`);
  },
});
