import { command } from "../../command.ts";
import { listAll } from "../../pages.ts";
import { slugOf } from "./find-block.ts";

export default command({
  does: "List blocks by type and name, secrets as asterisks.",
  json: true,
  async run({ connect, say }) {
    const client = await connect();
    const blocks = await listAll((offset) => client.blockDocuments.list({ body: { sort: "BLOCK_TYPE_AND_NAME_ASC", offset } }));
    if (blocks.length === 0) say.line("No blocks found. List their types with: millrace block type ls");
    else {
      say.table({
        columns: [
          { header: "ID", colour: "cyan", whole: true },
          { header: "Type", colour: "blue" },
          { header: "Name", colour: "green" },
          { header: "Slug", colour: "blue" },
        ],
        rows: blocks.map((block) => [block.id, block.block_type?.name ?? block.block_type_name ?? "", block.name ?? "", slugOf(block)]),
      });
    }
    return blocks;
  },
});
