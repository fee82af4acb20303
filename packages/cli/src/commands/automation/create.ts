import { isClientError } from "@millrace/client";
import type { CreateAutomationInput, JsonObject } from "@millrace/contract";
import { CommandError, command } from "../../command.ts";
import { definitionOptions, readDefinitions } from "./read-definitions.ts";

const nameOf = ({ name }: JsonObject, index: number): string => (typeof name === "string" ? name : `number ${index + 1}`);

export default command({
  does: "Create automations from a file or from JSON.",
  details: "Each that can be created is, also when others are refused; then the exit code is 1.",
  options: definitionOptions,
  async run({ connect, host, say }, given) {
    const definitions = await readDefinitions(host, given);
    const client = await connect();
    const refused: string[] = [];
    for (const [index, definition] of definitions.entries()) {
      try {
        // The server reads it with care; what it does not accept is told below.
        const created = await client.automations.create({ body: definition as unknown as CreateAutomationInput });
        say.done(`Created automation ${created.name} (${created.id}).`);
      } catch (error) {
        if (!isClientError(error) || error.status === undefined || error.status >= 500) throw error;
        refused.push(`  ${nameOf(definition, index)}: ${error.detail}`);
      }
    }
    if (refused.length > 0)
      throw new CommandError(`${refused.length} of ${definitions.length} automations were not created:\n${refused.join("\n")}`);
  },
});
