import { type Command, CommandError, command } from "../../command.ts";
import { getLimit, limitName } from "./find-limit.ts";

/** The command that switches a limit on or off; one that is so already is refused (cli.md §12). */
export const setActive = (active: boolean): Command<{ name: typeof limitName }> =>
  command({
    does: active ? "Switch a global concurrency limit on." : "Switch a global concurrency limit off: it holds nobody up.",
    takes: { name: limitName },
    async run({ connect, say }, { name }) {
      const client = await connect();
      const limit = await getLimit(client, name);
      const word = active ? "enabled" : "disabled";
      if (limit.active === active) throw new CommandError(`Global concurrency limit "${name}" is ${word} already.`);
      await client.concurrencyLimits.update({ id_or_name: limit.id, body: { active } });
      say.done(`Global concurrency limit ${name} is ${word}.`);
    },
  });
