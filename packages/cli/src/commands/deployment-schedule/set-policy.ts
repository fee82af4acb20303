import { CommandError, command } from "../../command.ts";
import { choice, integer } from "../../parameters.ts";
import { deploymentArgument } from "../deployment/find-deployment.ts";
import { getSchedule, scheduleArgument } from "./find-schedule.ts";
import { sayZoned } from "./say-schedule.ts";

export default command({
  does: "Say what a schedule is to do about missed dates and overlapping runs.",
  details: "What is not given stays as it is.",
  takes: { deploymentName: deploymentArgument, scheduleId: scheduleArgument },
  options: {
    missed: choice(["none", "run_all", "latest_only", "skip"], "Which missed dates run; none leaves it to the protocol."),
    missedAfter: integer("Seconds a run may be behind before its date counts as missed."),
    overlap: choice(["allow", "queue", "cancel_old", "cancel_new"], "What a date does while the run of the one before goes on."),
  },
  json: true,
  async run({ connect, say }, { deploymentName, scheduleId, missed, missedAfter, overlap }) {
    if (missedAfter !== undefined && (missedAfter < 1 || missedAfter > 86_400))
      throw new CommandError(`--missed-after is ${missedAfter}; it takes from 1 second to a day.`);
    const client = await connect();
    const { deployment, schedule } = await getSchedule(client, deploymentName, scheduleId);
    const path = { id: deployment.id, schedule_id: scheduleId };
    const before = await client.schedulePolicies.get(path);
    const body = {
      missed: missed === undefined ? before.missed : missed === "none" ? null : missed,
      missed_after_seconds: missedAfter ?? before.missed_after_seconds,
      overlap: overlap ?? before.overlap,
      pause_windows: before.pause_windows,
    };
    const policy = await client.schedulePolicies.set({ ...path, body });
    say.done(`Set the policy of ${sayZoned(schedule)} of ${deploymentName}.`);
    say.pairs([
      ["Missed dates", policy.missed ?? "as the protocol has it"],
      ["Missed after", `${policy.missed_after_seconds} s`],
      ["Overlapping runs", policy.overlap],
      ["Pause windows", String(policy.pause_windows.length)],
    ]);
    return policy;
  },
});
