import { compareInstants, fromMicros } from "@millrace/contract";
import { CommandError, command } from "../../command.ts";
import { text } from "../../parameters.ts";
import { readInstant } from "../../read-instant.ts";
import { deploymentArgument } from "../deployment/find-deployment.ts";
import { getSchedule, scheduleArgument } from "./find-schedule.ts";
import { changePauseWindows, sayPauseWindow } from "./pause-windows.ts";
import { sayZoned } from "./say-schedule.ts";

export default command({
  does: "Have a schedule rest for a while.",
  details: "Its dates from --start on and before --end have no runs; those that were made and have not begun are dropped.",
  takes: { deploymentName: deploymentArgument, scheduleId: scheduleArgument },
  options: {
    start: text("When it begins to rest; now unless given. Without a zone, in this machine's."),
    end: text('When it goes on: a time, or a length such as "in 2 hours".'),
    reason: text("Why, for whoever looks."),
  },
  json: true,
  async run({ connect, host, say }, { deploymentName, scheduleId, start, end, reason }) {
    if (end === undefined) throw new CommandError("Say when the schedule goes on, with --end.");
    // To the second, as people say it.
    const now = Math.floor(host.now() / 1000) * 1000;
    const window = { start_time: readInstant(start ?? "now", now), end_time: readInstant(end, now), reason: reason ?? null };
    if (compareInstants(window.end_time, fromMicros(now * 1000)) <= 0)
      throw new CommandError(`The pause window ${sayPauseWindow(window)} is over. Give an --end that is still to come.`);
    const client = await connect();
    const { deployment, schedule } = await getSchedule(client, deploymentName, scheduleId);
    const changed = { deploymentId: deployment.id, scheduleId };
    const { pause_windows } = await changePauseWindows(client, changed, (windows) => [...windows, window]);
    say.done(`The schedule ${sayZoned(schedule)} of ${deploymentName} rests ${sayPauseWindow(window)}.`);
    return pause_windows;
  },
});
