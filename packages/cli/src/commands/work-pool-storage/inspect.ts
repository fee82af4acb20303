import { command } from "../../command.ts";
import { sayObject } from "../../output/object.ts";
import { text } from "../../parameters.ts";
import { getPool } from "../work-pool/find-pool.ts";

export default command({
  does: "Show where a work pool's bundles of code come from and its results go.",
  takes: { workPoolName: text("Name of the pool.") },
  json: true,
  async run({ connect, say }, { workPoolName }) {
    const { storage_configuration: storage } = await getPool(await connect(), workPoolName);
    const { bundle_upload_step: upload, bundle_execution_step: execution } = storage;
    if (upload === null && execution === null) {
      say.line(`Work pool ${workPoolName} has no storage.`);
      return {};
    }
    sayObject(say, storage);
    return storage;
  },
});
