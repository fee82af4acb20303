import type { UpdateAutomationInput } from "@millrace/contract";
import { CommandError, command } from "../../command.ts";
import { automationOptions, getAutomation } from "./find-automations.ts";
import { definitionOptions, readDefinitions } from "./read-definitions.ts";

export default command({
  does: "Replace an automation by one from a file or from JSON.",
  options: { ...automationOptions, ...definitionOptions },
  async run({ connect, host, say }, { id, ...given }) {
    if (id === undefined) throw new CommandError("Name the automation with --id. List them with: millrace automation ls");
    const [definition, ...others] = await readDefinitions(host, given);
    if (definition === undefined || others.length > 0) throw new CommandError("Give exactly one automation.");
    const client = await connect();
    await getAutomation(client, id);
    // The server reads it with care and says what it does not accept.
    await client.automations.update({ id, body: definition as unknown as UpdateAutomationInput });
    say.done(`Updated automation ${(await getAutomation(client, id)).name} (${id}).`);
  },
});
