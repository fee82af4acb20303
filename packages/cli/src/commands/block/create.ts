import { command } from "../../command.ts";
import { text } from "../../parameters.ts";
import { getPage } from "../../ui-page.ts";
import { getBlockType } from "../block-type/find-block-type.ts";

export default command({
  does: "Tell where in the web interface a block of a type is made.",
  takes: { blockTypeSlug: text("The type, such as secret.") },
  async run(context, { blockTypeSlug }) {
    const { slug } = await getBlockType(await context.connect(), blockTypeSlug);
    context.say.line(`Create a ${slug} block: ${getPage(context, `/blocks/catalog/${slug}/create`)}`);
  },
});
