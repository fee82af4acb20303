import { command } from "../../command.ts";
import { noWorkPool, orMissing } from "../../missing.ts";
import { text } from "../../parameters.ts";
import { getPool } from "./find-pool.ts";

export default command({
  does: "Delete a work pool with its queues.",
  takes: { name: text("Name of the pool.") },
  async run({ ask, connect, say }, { name }) {
    const client = await connect();
    await getPool(client, name);
    await ask.confirm(`Delete the work pool "${name}" and its queues?`);
    await orMissing(client.workPools.delete({ name }), noWorkPool(name));
    say.done(`Deleted work pool ${name}.`);
  },
});
