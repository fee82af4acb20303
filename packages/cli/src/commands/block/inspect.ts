import { command } from "../../command.ts";
import { sayObject } from "../../output/object.ts";
import { blockOptions, blockTakes, getBlock, slugOf } from "./find-block.ts";

export default command({
  does: "Show the values of a block, secrets as asterisks.",
  takes: blockTakes,
  options: blockOptions,
  json: true,
  async run({ connect, say }, named) {
    const block = await getBlock(await connect(), named);
    sayObject(say, {
      block: slugOf(block),
      type: block.block_type?.name ?? block.block_type_name,
      id: block.id,
      created: block.created,
      updated: block.updated,
      values: block.data,
    });
    return block;
  },
});
