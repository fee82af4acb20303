import { command } from "../../command.ts";
import { sayObject } from "../../output/object.ts";
import { flag, id } from "../../parameters.ts";
import { getPage } from "../../ui-page.ts";
import { getTaskRun } from "./find-task-run.ts";

export default command({
  does: "Show everything about a task run.",
  takes: { id: id("Id of the task run.") },
  options: { web: flag("Open it in the web interface instead.") },
  json: true,
  async run({ connect, host, say, settings }, { id: runId, web }) {
    const run = await getTaskRun(await connect(), runId);
    if (web) {
      const page = getPage({ settings }, `/runs/task-run/${run.id}`);
      host.openInBrowser(page);
      say.line(`Opened ${page}`);
    } else sayObject(say, run);
    return run;
  },
});
