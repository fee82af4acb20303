import { command } from "../../command.ts";
import { sayObject } from "../../output/object.ts";
import { text } from "../../parameters.ts";
import { getPool } from "./find-pool.ts";

export default command({
  does: "Show everything about a work pool.",
  takes: { name: text("Name of the pool.") },
  json: true,
  async run({ connect, say }, { name }) {
    const pool = await getPool(await connect(), name);
    sayObject(say, pool);
    return pool;
  },
});
