import { CommandError, command } from "../../command.ts";
import { flag, textOr } from "../../parameters.ts";
import { withDatabase } from "./with-database.ts";

export default command({
  does: "Bring the database up to date, without a server.",
  details: "A server does that by itself when it starts, unless PREFECT_SERVER_DATABASE_MIGRATE_ON_START is false.",
  options: {
    yes: flag("Do not ask.", { short: "y" }),
    revision: textOr("How far; only head, which is all the way, can be reached.", "head", { short: "r" }),
    dryRun: flag("Only say what it lacks."),
  },
  async run(context, { yes, revision, dryRun }) {
    const { ask, say } = context;
    if (revision !== "head")
      throw new CommandError(`The revision "${revision}" cannot be reached; a database is brought to head, all the way.`);
    await withDatabase(context, async ({ listMissing, location, upgrade }) => {
      const missing = await listMissing();
      if (missing.length === 0) {
        say.done(`The database ${location} is up to date.`);
        return;
      }
      say.line(`The database ${location} lacks:`);
      for (const name of missing) say.line(`  ${name}`);
      if (dryRun) return;
      if (!yes) await ask.insist("Make these changes?");
      await say.during("Changing the database", upgrade());
      say.done(`The database ${location} is up to date now.`);
    });
  },
});
