import { type CommandContext, CommandError, command } from "../../command.ts";
import { orMissing } from "../../missing.ts";
import { listAll } from "../../pages.ts";
import { id, optional, text } from "../../parameters.ts";

const deleteById = async ({ ask, connect, say }: CommandContext, artifactId: string): Promise<void> => {
  const client = await connect();
  const missing = `Artifact "${artifactId}" was not found. List them with: millrace artifact ls --all`;
  await orMissing(client.artifacts.get({ id: artifactId }), missing);
  await ask.confirm(`Delete the artifact ${artifactId}?`);
  await orMissing(client.artifacts.delete({ id: artifactId }), missing);
  say.done(`Deleted artifact ${artifactId}.`);
};

const deleteByKey = async ({ ask, connect, say }: CommandContext, key: string): Promise<void> => {
  const client = await connect();
  const versions = await listAll((offset) => client.artifacts.list({ body: { artifacts: { key: { any_: [key] } }, offset } }));
  if (versions.length === 0) throw new CommandError(`Artifact "${key}" was not found. List them with: millrace artifact ls`);
  const said = `${versions.length} ${versions.length === 1 ? "version" : "versions"} of the artifact ${key}`;
  await ask.confirm(`Delete ${said}?`);
  for (const version of versions) await client.artifacts.delete({ id: version.id });
  say.done(`Deleted ${said}.`);
};

export default command({
  does: "Delete all versions of an artifact, or the one of an id.",
  takes: { key: optional(text("Key of the artifact.")) },
  options: { id: id("Id of one artifact, instead of a key.") },
  async run(context, { key, id: artifactId }) {
    if (key !== undefined && artifactId === undefined) return deleteByKey(context, key);
    if (key === undefined && artifactId !== undefined) return deleteById(context, artifactId);
    throw new CommandError("Name the artifact by its key or with --id, not both. List them with: millrace artifact ls");
  },
});
