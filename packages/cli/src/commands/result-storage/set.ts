import { command } from "../../command.ts";
import { blockOptions, blockTakes, getBlock, slugOf } from "../block/find-block.ts";

export default command({
  does: "Set where results go that name no storage of their own, for everybody who uses the server.",
  takes: { block: blockTakes.slug },
  options: blockOptions,
  async run({ connect, say }, { block: slug, id }) {
    const client = await connect();
    const block = await getBlock(client, { slug, id });
    await client.admin.setStorage({ body: { default_result_storage_block_id: block.id } });
    say.done(`Results now go to the block ${slugOf(block)}.`);
  },
});
