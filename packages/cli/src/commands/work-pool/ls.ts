import { command } from "../../command.ts";
import { markIf, sayLimit } from "../../output/limits.ts";
import { newestFirst } from "../../output/newest-first.ts";
import { listAll } from "../../pages.ts";
import { flag } from "../../parameters.ts";

export default command({
  does: "List work pools, newest first.",
  options: { verbose: flag("Also show the templates of their jobs.", { short: "v" }) },
  json: true,
  async run({ connect, say }, { verbose }) {
    const client = await connect();
    const pools = newestFirst(await listAll((offset) => client.workPools.list({ body: { offset } })));
    if (pools.length === 0) say.line("No work pools found.");
    else {
      say.table({
        columns: [
          { header: "Name", colour: "green" },
          { header: "Type", colour: "magenta" },
          { header: "ID", colour: "cyan", whole: true },
          { header: "Limit", colour: "blue" },
          ...(verbose ? [{ header: "Base Job Template" }] : []),
        ],
        rows: pools.map((pool) => [
          markIf(pool.is_paused, pool.name),
          pool.type,
          pool.id,
          sayLimit(pool.concurrency_limit),
          ...(verbose ? [JSON.stringify(pool.base_job_template)] : []),
        ]),
      });
      if (pools.some(({ is_paused }) => is_paused)) say.line(say.style.dim("(**) paused"));
    }
    return pools;
  },
});
