import { command } from "../../command.ts";
import { id, integerOr } from "../../parameters.ts";
import { checkLogOptions, fewLines, logOptions, showLogs } from "../../run-logs.ts";
import { getTaskRun } from "./find-task-run.ts";

export default command({
  does: "Show the log of a task run.",
  takes: { id: id("Id of the task run.") },
  options: { ...logOptions, numLogs: integerOr("Lines to show at most.", fewLines, { short: "n" }) },
  json: true,
  async run({ connect, say }, { id: runId, ...wanted }) {
    checkLogOptions(wanted);
    const client = await connect();
    const run = await getTaskRun(client, runId);
    return showLogs(client, say, { filter: { task_run_id: { any_: [runId] } }, subject: `Task run '${run.name}'`, ...wanted });
  },
});
