import { command } from "../../command.ts";
import { slugOf } from "../block/find-block.ts";

export default command({
  does: "Show where results go that name no storage of their own.",
  json: true,
  async run({ connect, say }) {
    const client = await connect();
    const storage = await client.admin.getStorage();
    const id = storage.default_result_storage_block_id;
    if (id === null) say.line("No default result storage is set.");
    else say.line(`Results go to the block ${slugOf(await client.blockDocuments.get({ id }))} (${id}).`);
    return storage;
  },
});
