import { command } from "../../command.ts";
import { sayObject } from "../../output/object.ts";
import { text } from "../../parameters.ts";
import { getVariable } from "./find-variable.ts";

export default command({
  does: "Show everything about a variable.",
  takes: { name: text("Name of the variable.") },
  json: true,
  async run({ connect, say }, { name }) {
    const variable = await getVariable(await connect(), name);
    sayObject(say, variable);
    return variable;
  },
});
