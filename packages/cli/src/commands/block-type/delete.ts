import { CommandError, command } from "../../command.ts";
import { text } from "../../parameters.ts";
import { getBlockType } from "./find-block-type.ts";

export default command({
  does: "Delete a block type with its blocks.",
  takes: { slug: text("The type.") },
  async run({ ask, connect, say }, { slug }) {
    const client = await connect();
    const { id, is_protected } = await getBlockType(client, slug);
    if (is_protected) throw new CommandError(`Block type "${slug}" is one that every server has; it cannot be deleted.`);
    await ask.confirm(`Delete the block type "${slug}" and all blocks of it?`);
    await client.blockTypes.delete({ id });
    say.done(`Deleted block type ${slug}.`);
  },
});
