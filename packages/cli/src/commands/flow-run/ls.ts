import type { Client } from "@millrace/client";
import { type FlowRun, type StateType, stateTypes, toMicros } from "@millrace/contract";
import { CommandError, command } from "../../command.ts";
import { sayWhenShort } from "../../output/times.ts";
import { integerOr, many, text } from "../../parameters.ts";

const officialNames = [
  "Scheduled",
  "Pending",
  "Running",
  "Completed",
  "Failed",
  "Cancelled",
  "Crashed",
  "Paused",
  "Cancelling",
  "Suspended",
  "AwaitingRetry",
  "Retrying",
  "Late",
];

const findOfficialName = (name: string): string | undefined => officialNames.find((each) => each.toLowerCase() === name.toLowerCase());

const toType = (word: string): StateType => {
  const type = stateTypes.find((each) => each === word.toUpperCase());
  if (type === undefined) throw new CommandError(`There is no state type "${word}". There are: ${stateTypes.join(", ")}.`);
  return type;
};

const listFlowNames = async (client: Client, runs: readonly FlowRun[]): Promise<ReadonlyMap<string, string>> => {
  const flows = await client.flows.list({ body: { flows: { id: { any_: [...new Set(runs.map(({ flow_id }) => flow_id))] } } } });
  return new Map(flows.map(({ id, name }) => [id, name]));
};

const moment = ({ state, expected_start_time, created }: FlowRun): string =>
  (state?.type === "SCHEDULED" ? (state.state_details.scheduled_time ?? expected_start_time) : state?.timestamp) ?? created;

export default command({
  does: "List flow runs.",
  details: "Runs due furthest in the future come first; name a state to see what ran.",
  options: {
    flowName: many(text("Only runs of this flow.")),
    limit: integerOr("Runs to list at most.", 15),
    state: many(text("Only runs in a state of this name, such as Late.")),
    stateType: many(text("Only runs in a state of this type, such as FAILED.")),
  },
  json: true,
  async run({ connect, host, say }, { flowName, limit, state, stateType }) {
    for (const name of state.filter((each) => findOfficialName(each) === undefined))
      say.warn(`"${name}" is not one of the usual state names.`);
    const stateFilter = {
      ...(state.length > 0 ? { name: { any_: state.map((each) => findOfficialName(each) ?? each) } } : {}),
      ...(stateType.length > 0 ? { type: { any_: stateType.map(toType) } } : {}),
    };
    const client = await connect();
    const runs = await client.flowRuns.list({
      body: {
        ...(flowName.length > 0 ? { flows: { name: { any_: flowName } } } : {}),
        ...(Object.keys(stateFilter).length > 0 ? { flow_runs: { state: stateFilter } } : {}),
        limit,
        sort: "EXPECTED_START_TIME_DESC",
      },
    });
    if (runs.length === 0) {
      say.line("No flow runs found.");
      return runs;
    }
    const names = await listFlowNames(client, runs);
    const newestFirst = [...runs].sort((one, other) => toMicros(other.created) - toMicros(one.created));
    say.table({
      columns: [
        { header: "ID", colour: "cyan", whole: true },
        { header: "Flow", colour: "blue" },
        { header: "Name", colour: "green" },
        { header: "State", colour: "state", whole: true },
        { header: "When", colour: "bold", whole: true },
      ],
      rows: newestFirst.map((run) => [
        run.id,
        names.get(run.flow_id) ?? "",
        run.name,
        run.state_type ?? "",
        sayWhenShort(moment(run), host.now()),
      ]),
    });
    return runs;
  },
});
