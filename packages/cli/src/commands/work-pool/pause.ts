import { command } from "../../command.ts";
import { noWorkPool, orMissing } from "../../missing.ts";
import { text } from "../../parameters.ts";

export default command({
  does: "Pause a work pool: its workers get no more runs.",
  takes: { name: text("Name of the pool.") },
  async run({ connect, say }, { name }) {
    const client = await connect();
    await orMissing(client.workPools.update({ name, body: { is_paused: true } }), noWorkPool(name));
    say.done(`Paused work pool ${name}.`);
  },
});
