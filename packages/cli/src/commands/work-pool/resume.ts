import { command } from "../../command.ts";
import { noWorkPool, orMissing } from "../../missing.ts";
import { text } from "../../parameters.ts";

export default command({
  does: "Resume a paused work pool.",
  takes: { name: text("Name of the pool.") },
  async run({ connect, say }, { name }) {
    const client = await connect();
    await orMissing(client.workPools.update({ name, body: { is_paused: false } }), noWorkPool(name));
    say.done(`Resumed work pool ${name}.`);
  },
});
