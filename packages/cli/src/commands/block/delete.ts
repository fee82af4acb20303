import { command } from "../../command.ts";
import { blockOptions, blockTakes, getBlock, slugOf } from "./find-block.ts";

export default command({
  does: "Delete a block.",
  takes: blockTakes,
  options: blockOptions,
  async run({ ask, connect, say }, named) {
    const client = await connect();
    const block = await getBlock(client, named);
    await ask.confirm(`Delete the block ${slugOf(block)}?`);
    await client.blockDocuments.delete({ id: block.id });
    say.done(`Deleted block ${slugOf(block)}.`);
  },
});
