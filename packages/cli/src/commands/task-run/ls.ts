import { command } from "../../command.ts";
import { newestFirst } from "../../output/newest-first.ts";
import { sayWhenShort } from "../../output/times.ts";
import { integerOr, many, text } from "../../parameters.ts";
import { momentOf, readStateFilter, stateOptions } from "../../run-filters.ts";

/** `add-e18897db` is a task of that name with a part of its own that tells it from others of the name. */
const taskName = (taskKey: string): string => taskKey.replace(/-[0-9a-f]{8}$/, "");

export default command({
  does: "List task runs, newest first.",
  options: {
    taskRunName: many(text("Only task runs of this name.")),
    limit: integerOr("Task runs to list at most.", 15),
    ...stateOptions,
  },
  json: true,
  async run({ connect, host, say }, { taskRunName, limit, state, stateType }) {
    const stateFilter = readStateFilter(say, state, stateType);
    const filter = {
      ...(taskRunName.length > 0 ? { name: { any_: taskRunName } } : {}),
      ...(stateFilter === undefined ? {} : { state: stateFilter }),
    };
    const client = await connect();
    const runs = newestFirst(await client.taskRuns.list({ body: { task_runs: filter, limit, sort: "EXPECTED_START_TIME_DESC" } }));
    if (runs.length === 0) say.line("No task runs found.");
    else {
      say.table({
        columns: [
          { header: "ID", colour: "cyan", whole: true },
          { header: "Task", colour: "blue" },
          { header: "Name", colour: "green" },
          { header: "State", colour: "state", whole: true },
          { header: "When", colour: "bold", whole: true },
        ],
        rows: runs.map((run) => [run.id, taskName(run.task_key), run.name, run.state_type ?? "", sayWhenShort(momentOf(run), host.now())]),
      });
    }
    return runs;
  },
});
