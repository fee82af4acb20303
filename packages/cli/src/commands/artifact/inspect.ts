import { CommandError, command } from "../../command.ts";
import { sayObject } from "../../output/object.ts";
import { integerOr, text } from "../../parameters.ts";

export default command({
  does: "Show the versions of an artifact, newest first.",
  takes: { key: text("Key of the artifact.") },
  options: { limit: integerOr("Versions to show at most.", 10) },
  json: true,
  async run({ connect, say }, { key, limit }) {
    const client = await connect();
    const versions = await client.artifacts.list({ body: { artifacts: { key: { any_: [key] } }, limit, sort: "UPDATED_DESC" } });
    if (versions.length === 0) throw new CommandError(`Artifact "${key}" was not found. List them with: millrace artifact ls`);
    for (const [index, version] of versions.entries()) {
      if (index > 0) say.line();
      sayObject(say, version);
    }
    return versions;
  },
});
