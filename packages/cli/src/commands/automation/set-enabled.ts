import { type Command, command } from "../../command.ts";
import { automationOptions, automationTakes, getAutomations } from "./find-automations.ts";

/** The command that pauses or resumes the automations of a name; one that is so already stays so. */
export const setEnabled = (enabled: boolean): Command<typeof automationTakes, typeof automationOptions> => {
  const verb = enabled ? "Resume" : "Pause";
  return command({
    does: enabled ? "Resume a paused automation." : "Pause an automation: it does nothing.",
    takes: automationTakes,
    options: automationOptions,
    async run({ ask, connect, say }, { name, id }) {
      const client = await connect();
      const automations = await getAutomations(client, { name, id });
      if (automations.length > 1) await ask.insist(`${verb} all ${automations.length} automations named "${name}"?`);
      for (const automation of automations) await client.automations.setEnabled({ id: automation.id, body: { enabled } });
      for (const automation of automations) say.done(`${verb}d automation ${automation.name} (${automation.id}).`);
    },
  });
};
