import { command } from "../../command.ts";

export default command({
  does: "Leave it to each flow where its results go.",
  async run({ connect, say }) {
    const client = await connect();
    await client.admin.clearStorage();
    say.done("No default result storage is set any more.");
  },
});
