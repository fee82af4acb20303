import { command } from "../../command.ts";
import { getPage } from "../../ui-page.ts";

export default command({
  does: "Open the web interface in the browser.",
  async run(context) {
    const page = getPage(context, "");
    context.host.openInBrowser(page);
    context.say.line(`Opened ${page}`);
  },
});
