import { command } from "../../command.ts";
import { sayWhen } from "../../output/times.ts";
import { flag, integerOr } from "../../parameters.ts";

export default command({
  does: "List artifacts: the last of each key, or all of them.",
  options: { limit: integerOr("Artifacts to list at most.", 100), all: flag("All versions, and those without a key.", { short: "a" }) },
  json: true,
  async run({ connect, host, say }, { limit, all }) {
    const client = await connect();
    const rows = all
      ? (await client.artifacts.list({ body: { limit, sort: "KEY_ASC" } })).map((artifact) => ({ id: artifact.id, artifact }))
      : (await client.artifacts.listLatest({ body: { limit, sort: "KEY_ASC" } })).map((artifact) => ({ id: artifact.latest_id, artifact }));
    if (rows.length === 0) say.line("No artifacts found.");
    else {
      say.table({
        columns: [
          { header: "ID", colour: "cyan", whole: true },
          { header: "Key", colour: "green" },
          { header: "Type", colour: "blue" },
          { header: "Updated", whole: true },
        ],
        rows: rows.map(({ id, artifact }) => [id, artifact.key ?? "", artifact.type ?? "", sayWhen(artifact.updated, host.now())]),
      });
    }
    return rows.map(({ artifact }) => artifact);
  },
});
