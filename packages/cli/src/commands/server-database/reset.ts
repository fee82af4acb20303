import { command } from "../../command.ts";
import { flag } from "../../parameters.ts";
import { withDatabase } from "./with-database.ts";

export default command({
  does: "Delete everything that is in the database and begin anew.",
  details: "Stop servers that use it first.",
  options: { yes: flag("Do not ask.", { short: "y" }) },
  async run(context, { yes }) {
    const { ask, say } = context;
    await withDatabase(context, async ({ location, reset }) => {
      if (!yes) await ask.insist(`Delete everything in the database ${location}? There is no way back.`);
      await say.during("Emptying the database", reset());
      say.done(`The database ${location} is empty.`);
    });
  },
});
