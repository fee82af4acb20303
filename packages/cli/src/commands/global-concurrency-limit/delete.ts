import { command } from "../../command.ts";
import { getLimit, limitName } from "./find-limit.ts";

export default command({
  does: "Delete a global concurrency limit.",
  takes: { name: limitName },
  async run({ ask, connect, say }, { name }) {
    const client = await connect();
    const { id } = await getLimit(client, name);
    await ask.confirm(`Delete the global concurrency limit "${name}"?`);
    await client.concurrencyLimits.delete({ id_or_name: id });
    say.done(`Deleted global concurrency limit ${name}.`);
  },
});
