import { command } from "../../command.ts";
import { isObject } from "../../files.ts";
import { sayObject } from "../../output/object.ts";
import { text } from "../../parameters.ts";
import { getBlockType } from "./find-block-type.ts";

export default command({
  does: "Show everything about a block type, the values its blocks take included.",
  takes: { slug: text("The type, such as secret.") },
  json: true,
  async run({ connect, say }, { slug }) {
    const client = await connect();
    const type = await getBlockType(client, slug);
    const [schema] = await client.blockSchemas.list({ body: { block_schemas: { block_type_id: { any_: [type.id] } }, limit: 1 } });
    const { name, id, description } = type;
    sayObject(say, { slug, name, id, description });
    const properties = schema?.fields.properties;
    if (isObject(properties)) sayObject(say, { values: properties });
    return { block_type: type, schema: schema ?? null };
  },
});
