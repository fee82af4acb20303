import { command } from "../../command.ts";
import { readJsonObject } from "../../files.ts";
import { noWorkPool, orMissing } from "../../missing.ts";
import { integer, text } from "../../parameters.ts";

export default command({
  does: "Change a work pool. What is not given stays.",
  takes: { name: text("Name of the pool.") },
  options: {
    baseJobTemplate: text("JSON file with the template of its jobs."),
    concurrencyLimit: integer("Runs under way at once at most."),
    description: text("What it is for."),
  },
  async run({ connect, host, say }, { name, baseJobTemplate, concurrencyLimit, description }) {
    const body = {
      ...(baseJobTemplate === undefined ? {} : { base_job_template: readJsonObject(host, baseJobTemplate) }),
      ...(concurrencyLimit === undefined ? {} : { concurrency_limit: concurrencyLimit }),
      ...(description === undefined ? {} : { description }),
    };
    const client = await connect();
    await orMissing(client.workPools.update({ name, body }), noWorkPool(name));
    say.done(`Updated work pool ${name}.`);
  },
});
