import { CommandError, command } from "../../command.ts";
import { text } from "../../parameters.ts";
import { getPool } from "./find-pool.ts";

export default command({
  does: "Make the infrastructure of a push pool, which there are none of here.",
  takes: { name: text("Name of the pool.") },
  async run({ connect }, { name }) {
    const { type } = await getPool(await connect(), name);
    throw new CommandError(`Work pool "${name}" is of type ${type}, which needs no infrastructure made for it. Start a worker instead.`);
  },
});
