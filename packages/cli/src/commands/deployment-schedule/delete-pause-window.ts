import { compareInstants } from "@millrace/contract";
import { CommandError, command } from "../../command.ts";
import { flag, text } from "../../parameters.ts";
import { readInstant } from "../../read-instant.ts";
import { deploymentArgument } from "../deployment/find-deployment.ts";
import { getSchedule, scheduleArgument } from "./find-schedule.ts";
import { changePauseWindows, sayPauseWindow } from "./pause-windows.ts";

export default command({
  does: "Delete a pause window of a schedule, which has its runs of those dates again.",
  takes: {
    deploymentName: deploymentArgument,
    scheduleId: scheduleArgument,
    moment: text("A moment of the window: its start, or now for the one that is under way. Without a zone, in this machine's."),
  },
  options: { acceptYes: flag("Do not ask.", { short: "y" }) },
  json: true,
  async run({ ask, connect, host, say }, { deploymentName, scheduleId, moment, acceptYes }) {
    const at = readInstant(moment, host.now());
    const client = await connect();
    const { deployment } = await getSchedule(client, deploymentName, scheduleId);
    const path = { id: deployment.id, schedule_id: scheduleId };
    const { pause_windows } = await client.schedulePolicies.get(path);
    const window = pause_windows.find(
      ({ start_time, end_time }) => compareInstants(start_time, at) <= 0 && compareInstants(at, end_time) < 0,
    );
    if (window === undefined) {
      const list = `millrace deployment schedule pause-window ls ${deploymentName} ${scheduleId}`;
      throw new CommandError(`No pause window of the schedule holds ${at}. List them with: ${list}`);
    }
    if (!acceptYes) await ask.insist(`Delete the pause window ${sayPauseWindow(window)}?`);
    const isOther = ({ start_time }: typeof window): boolean => start_time !== window.start_time;
    const policy = await changePauseWindows(client, { deploymentId: deployment.id, scheduleId }, (windows) => windows.filter(isOther));
    say.done(`Deleted the pause window ${sayPauseWindow(window)}.`);
    return policy.pause_windows;
  },
});
