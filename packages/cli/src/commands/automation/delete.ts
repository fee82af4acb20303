import type { Client } from "@millrace/client";
import { type CommandContext, CommandError, command } from "../../command.ts";
import { listAll } from "../../pages.ts";
import { flag } from "../../parameters.ts";
import { automationOptions, automationTakes, getAutomations } from "./find-automations.ts";

const deleteAll = async ({ ask, say }: CommandContext, client: Client): Promise<void> => {
  const automations = await listAll((offset) => client.automations.list({ body: { offset } }));
  if (automations.length === 0) {
    say.line("There are no automations.");
    return;
  }
  await ask.confirm(`Delete all ${automations.length} automations, those of deployments included?`);
  for (const { id } of automations) await client.automations.delete({ id });
  say.done(`Deleted ${automations.length} ${automations.length === 1 ? "automation" : "automations"}.`);
};

export default command({
  does: "Delete an automation.",
  takes: automationTakes,
  options: { ...automationOptions, all: flag("Delete every automation.") },
  async run(context, { name, id, all }) {
    if (all && (name !== undefined || id !== undefined)) throw new CommandError("--all stands for every automation; name none beside it.");
    const client = await context.connect();
    if (all) return deleteAll(context, client);
    const [automation, ...others] = await getAutomations(client, { name, id });
    if (automation === undefined || others.length > 0)
      throw new CommandError(`There are several automations named "${name}". Name one with --id.`);
    await context.ask.confirm(`Delete the automation "${automation.name}" (${automation.id})?`);
    await client.automations.delete({ id: automation.id });
    context.say.done(`Deleted automation ${automation.name} (${automation.id}).`);
  },
});
