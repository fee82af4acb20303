import type { Client } from "@millrace/client";
import type { FlowRun } from "@millrace/contract";
import { command } from "../../command.ts";
import { newestFirst } from "../../output/newest-first.ts";
import { sayWhenShort } from "../../output/times.ts";
import { integerOr, many, text } from "../../parameters.ts";
import { momentOf, readStateFilter, stateOptions } from "../../run-filters.ts";

const listFlowNames = async (client: Client, runs: readonly FlowRun[]): Promise<ReadonlyMap<string, string>> => {
  const flows = await client.flows.list({ body: { flows: { id: { any_: [...new Set(runs.map(({ flow_id }) => flow_id))] } } } });
  return new Map(flows.map(({ id, name }) => [id, name]));
};

export default command({
  does: "List flow runs.",
  details: "Runs due furthest in the future come first; name a state to see what ran.",
  options: {
    flowName: many(text("Only runs of this flow.")),
    limit: integerOr("Runs to list at most.", 15),
    ...stateOptions,
  },
  json: true,
  async run({ connect, host, say }, { flowName, limit, state, stateType }) {
    const stateFilter = readStateFilter(say, state, stateType);
    const client = await connect();
    const runs = await client.flowRuns.list({
      body: {
        ...(flowName.length > 0 ? { flows: { name: { any_: flowName } } } : {}),
        ...(stateFilter === undefined ? {} : { flow_runs: { state: stateFilter } }),
        limit,
        sort: "EXPECTED_START_TIME_DESC",
      },
    });
    if (runs.length === 0) {
      say.line("No flow runs found.");
      return runs;
    }
    const names = await listFlowNames(client, runs);
    say.table({
      columns: [
        { header: "ID", colour: "cyan", whole: true },
        { header: "Flow", colour: "blue" },
        { header: "Name", colour: "green" },
        { header: "State", colour: "state", whole: true },
        { header: "When", colour: "bold", whole: true },
      ],
      rows: newestFirst(runs).map((run) => [
        run.id,
        names.get(run.flow_id) ?? "",
        run.name,
        run.state_type ?? "",
        sayWhenShort(momentOf(run), host.now()),
      ]),
    });
    return runs;
  },
});
