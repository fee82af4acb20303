import { command } from "../../command.ts";
import { listAll } from "../../pages.ts";

export default command({
  does: "List block types.",
  json: true,
  async run({ connect, say }) {
    const client = await connect();
    const types = await listAll((offset) => client.blockTypes.list({ body: { offset } }));
    if (types.length === 0) say.line("No block types found.");
    else {
      say.table({
        columns: [{ header: "Slug", colour: "cyan", whole: true }, { header: "Name", colour: "green" }, { header: "Description" }],
        rows: types.map(({ slug, name, description }) => [slug, name, description?.split("\n")[0] ?? ""]),
      });
    }
    return types;
  },
});
