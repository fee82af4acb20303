import type { DeploymentFilterInput, FlowFilterInput, FlowRunFilterInput, RunTraitsInput, WorkPoolFilterInput } from "@millrace/contract";
import type { QueryFields } from "./compile.ts";
import { byName, byNameOrId, byPartOfName, byTags, byTime, noNegation } from "./conditions.ts";
import { byState, stateWords } from "./state-condition.ts";
import type { Term } from "./terms.ts";

/** The filters of every route about flow runs. */
export interface FlowRunFilters {
  readonly flow_runs?: FlowRunFilterInput;
  readonly flows?: FlowFilterInput;
  readonly deployments?: DeploymentFilterInput;
  readonly work_pools?: WorkPoolFilterInput;
  /** Only where the server offers `ui-run-traits`, and on its routes for pages. */
  readonly traits?: RunTraitsInput;
}

type Runs = FlowRunFilterInput;
type MemberOf = (runs: Runs, term: Term, now: number) => Runs | string;

/** A field that is a member of the runs' own filter. */
const ofRuns =
  (change: MemberOf) =>
  (filters: FlowRunFilters, term: Term, now: number): FlowRunFilters | string => {
    const flow_runs = change(filters.flow_runs ?? {}, term, now);
    return typeof flow_runs === "string" ? flow_runs : { ...filters, flow_runs };
  };

const member =
  <K extends keyof Runs>(key: K, change: (before: Runs[K], term: Term, now: number) => unknown): MemberOf =>
  (runs, term, now) => {
    const condition = change(runs[key], term, now);
    return typeof condition === "string" ? condition : { ...runs, [key]: condition };
  };

const oneOf = <T extends object>(before: unknown, { values, isNegated }: Term, make: (values: readonly string[]) => T): T | string =>
  isNegated ? noNegation : before ? "The server takes one list here; separate values with commas." : make(values);

const marks: Readonly<Record<string, (runs: Runs, isNegated: boolean) => Runs | string>> = {
  late: (runs, isNegated) => stateNamed(runs, "late", isNegated),
  retrying: (runs, isNegated) => stateNamed(runs, "AwaitingRetry,Retrying", isNegated),
  subflow: (runs, isNegated) => ({ ...runs, parent_task_run_id: { is_null_: isNegated } }),
  deployed: (runs, isNegated) => ({ ...runs, deployment_id: { is_null_: isNegated } }),
  started: (runs, isNegated) => ({ ...runs, start_time: { ...runs.start_time, is_null_: isNegated } }),
};

const stateNamed = (runs: Runs, names: string, isNegated: boolean): Runs | string => {
  const state = byState(runs.state, { field: "state", values: names.split(","), isNegated }, true);
  return typeof state === "string" ? state : { ...runs, state };
};

const byMark: MemberOf = (runs, { values: [value = ""], isNegated }) =>
  marks[value]?.(runs, isNegated) ?? `"${value}" is none of ${Object.keys(marks).join(", ")}.`;

/** `flow/deployment` names both; without a slash it is the deployment. */
const byDeployment = (filters: FlowRunFilters, term: Term): FlowRunFilters | string => {
  const [first = ""] = term.values;
  const [flow = "", name] = first.split("/");
  const deployments = byNameOrId(filters.deployments, { ...term, values: name === undefined ? term.values : [name] });
  if (typeof deployments === "string") return deployments;
  if (name === undefined) return { ...filters, deployments };
  if (term.values.length > 1) return "The server takes one flow and deployment together.";
  const owner = byName(filters.flows?.name, { ...term, values: [flow] });
  return typeof owner === "string" ? owner : { ...filters, deployments, flows: { ...filters.flows, name: owner } };
};

const unanswerable = (what: string) => (): string => `This list cannot be filtered by ${what}.`;

/** The query language of flow runs. */
export const flowRunFields: QueryFields<FlowRunFilters> = {
  state: {
    hint: "type or name of the state",
    values: stateWords,
    apply: ofRuns(member("state", (before, term) => byState(before, term, true))),
  },
  is: { hint: "late, subflow, deployed, started, retrying", values: Object.keys(marks), apply: ofRuns(byMark) },
  name: { hint: "a part of the run's name", apply: ofRuns(member("name", byPartOfName)) },
  flow: {
    hint: "the flow's name, * for anything",
    apply: (filters, term) => {
      const flows = byNameOrId(filters.flows, term);
      return typeof flows === "string" ? flows : { ...filters, flows };
    },
  },
  deployment: { hint: "the deployment, or flow/deployment", apply: byDeployment },
  tag: { hint: "a tag; with commas, any of them", apply: ofRuns(member("tags", (before, term) => byTags(before, term, true))) },
  pool: {
    hint: "the work pool",
    apply: (filters, term) => {
      const name = oneOf(filters.work_pools?.name, term, (any_) => ({ any_ }));
      return typeof name === "string" ? name : { ...filters, work_pools: { ...filters.work_pools, name } };
    },
  },
  queue: { hint: "the work queue", apply: ofRuns(member("work_queue_name", (before, term) => oneOf(before, term, (any_) => ({ any_ })))) },
  version: {
    hint: "the flow's version",
    apply: ofRuns(member("flow_version", (before, term) => oneOf(before, term, (any_) => ({ any_ })))),
  },
  id: {
    hint: "ids of runs",
    apply: ofRuns(
      member("id", (before, term) => (term.isNegated ? { ...before, not_any_: term.values } : { ...before, any_: term.values })),
    ),
  },
  started: { hint: "-24h, >date, from..to", values: ["-1h", "-24h", "-7d"], apply: ofRuns(member("start_time", byTime)) },
  ended: { hint: "-24h, >date, from..to", values: ["-1h", "-24h", "-7d"], apply: ofRuns(member("end_time", byTime)) },
  expected: { hint: "when it should start: -24h, +1h", values: ["-24h", "-7d"], apply: ofRuns(member("expected_start_time", byTime)) },
  duration: { hint: "cannot be filtered by", apply: unanswerable("duration") },
  param: { hint: "cannot be filtered by", apply: unanswerable("parameters") },
};
