import { command } from "../../command.ts";
import { noWorkPool, orMissing } from "../../missing.ts";
import { integer, text } from "../../parameters.ts";

export default command({
  does: "Limit how many runs of a work pool are under way at once.",
  takes: { name: text("Name of the pool."), concurrencyLimit: integer("Runs at most; 0 lets none start.") },
  async run({ connect, say }, { name, concurrencyLimit }) {
    const client = await connect();
    await orMissing(client.workPools.update({ name, body: { concurrency_limit: concurrencyLimit } }), noWorkPool(name));
    say.done(`Work pool ${name} now runs ${concurrencyLimit} at once at most.`);
  },
});
