import { command } from "../../command.ts";
import { integer, text } from "../../parameters.ts";

export default command({
  does: "Limit how many tasks with a tag run at once.",
  details: "A limit that exists on the tag is changed.",
  takes: { tag: text("The tag."), concurrencyLimit: integer("Tasks at most; 0 lets none run.") },
  async run({ connect, say }, { tag, concurrencyLimit }) {
    const client = await connect();
    await client.concurrencyLimits.createForTag({ body: { tag, concurrency_limit: concurrencyLimit } });
    say.done(
      `Tasks with the tag ${tag} now run ${concurrencyLimit} at once at most.`,
      `See it with: millrace concurrency-limit inspect ${tag}`,
    );
  },
});
