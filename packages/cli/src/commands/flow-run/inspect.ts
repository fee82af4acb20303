import { command } from "../../command.ts";
import { noFlowRun, orMissing } from "../../missing.ts";
import { sayObject } from "../../output/object.ts";
import { flag, id } from "../../parameters.ts";
import { getPage } from "../../ui-page.ts";

export default command({
  does: "Show everything about a flow run.",
  takes: { id: id("Id of the flow run.") },
  options: { web: flag("Open it in the web interface instead.") },
  json: true,
  async run({ connect, host, say, settings }, { id: runId, web }) {
    const client = await connect();
    const run = await orMissing(client.flowRuns.get({ id: runId }), noFlowRun(runId));
    if (web) {
      const page = getPage({ settings }, `/runs/flow-run/${run.id}`);
      host.openInBrowser(page);
      say.line(`Opened ${page}`);
    } else sayObject(say, run);
    return run;
  },
});
