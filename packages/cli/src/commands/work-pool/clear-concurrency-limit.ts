import { command } from "../../command.ts";
import { noWorkPool, orMissing } from "../../missing.ts";
import { text } from "../../parameters.ts";

export default command({
  does: "Remove the concurrency limit of a work pool.",
  takes: { name: text("Name of the pool.") },
  async run({ connect, say }, { name }) {
    const client = await connect();
    await orMissing(client.workPools.update({ name, body: { concurrency_limit: null } }), noWorkPool(name));
    say.done(`Work pool ${name} has no concurrency limit any more.`);
  },
});
