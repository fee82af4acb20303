import { command } from "../../command.ts";
import { text } from "../../parameters.ts";
import { getVariable } from "./find-variable.ts";

export default command({
  does: "Print the value of a variable as JSON.",
  takes: { name: text("Name of the variable.") },
  async run({ connect, say }, { name }) {
    const { value } = await getVariable(await connect(), name);
    say.line(JSON.stringify(value));
  },
});
