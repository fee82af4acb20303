import { CommandError, command } from "../../command.ts";
import { enterProfile } from "../../enter-profile.ts";
import { integerOr, many, text } from "../../parameters.ts";

export default command({
  does: "Serve tasks: carry out their background runs, those of delay, here until Ctrl-C.",
  takes: { entrypoints: many(text("Where a task is, as path/to/file.ts:task.")) },
  options: {
    module: many(text("A file or module all of whose tasks are served.", { short: "m" })),
    limit: integerOr("Runs under way here at once at most.", 10),
  },
  async run(context, { entrypoints, module, limit }) {
    if (entrypoints.length > 0 === module.length > 0)
      throw new CommandError(
        "Name the tasks, such as tasks.ts:report, or the files that have them with --module tasks.ts; one of the two.",
      );
    enterProfile(context);
    // Asked for before serving starts, which answers the signal by itself.
    const stopped = context.host.stopRequested();
    const { loadTask, loadTasks, serveTasks } = await import("@millrace/sdk");
    const { cwd } = context.host;
    const named = await Promise.all(entrypoints.map((entrypoint) => loadTask(entrypoint, cwd)));
    const found = await Promise.all(module.map((each) => loadTasks(each, cwd)));
    await serveTasks([...named, ...found.flat()], { limit });
    if ((await stopped) === "SIGINT") throw new CommandError("", { exitCode: 130 });
  },
});
