import type { DeploymentFilterInput, FlowFilterInput, TaskRunFilterInput } from "@millrace/contract";
import type { QueryFields } from "./compile.ts";
import { byName, byPartOfName, byTags, byTime, noNegation } from "./conditions.ts";
import { type FlowRunFilters, flowRunFields } from "./flow-run-query.ts";
import { byState, stateWords } from "./state-condition.ts";
import type { Term } from "./terms.ts";

/** The filters of routes about task runs: their own, and those of the runs they belong to. */
export interface TaskRunFilters extends FlowRunFilters {
  readonly task_runs?: TaskRunFilterInput;
}

const ofTasks =
  <K extends keyof TaskRunFilterInput>(key: K, change: (before: TaskRunFilterInput[K], term: Term, now: number) => unknown) =>
  (filters: TaskRunFilters, term: Term, now: number): TaskRunFilters | string => {
    const condition = change(filters.task_runs?.[key], term, now);
    return typeof condition === "string" ? condition : { ...filters, task_runs: { ...filters.task_runs, [key]: condition } };
  };

/** The query language of task runs. State, tags and times are the task's own; flow, deployment and pool are its run's. */
export const taskRunFields: QueryFields<TaskRunFilters> = {
  state: {
    hint: "type or name of the task's state",
    values: stateWords,
    apply: ofTasks("state", (before, term) => byState(before, term, false)),
  },
  name: { hint: "a part of the task run's name", apply: ofTasks("name", byPartOfName) },
  tag: { hint: "a tag of the task", apply: ofTasks("tags", (before, term) => byTags(before, term, false)) },
  started: { hint: "-24h, >date, from..to", values: ["-1h", "-24h", "-7d"], apply: ofTasks("start_time", byTime) },
  ended: { hint: "-24h, >date, from..to", values: ["-1h", "-24h", "-7d"], apply: ofTasks("end_time", byTime) },
  expected: { hint: "when it should start: -24h, +1h", values: ["-24h", "-7d"], apply: ofTasks("expected_start_time", byTime) },
  run: {
    hint: "the flow run's name",
    apply: (filters, term) => {
      const name = byName(filters.flow_runs?.name, term);
      return typeof name === "string" ? name : { ...filters, flow_runs: { ...filters.flow_runs, name } };
    },
  },
  flow: flowRunFields.flow as QueryFields<TaskRunFilters>[string],
  deployment: flowRunFields.deployment as QueryFields<TaskRunFilters>[string],
};

interface FlowFilters {
  readonly flows?: FlowFilterInput;
}

/** The query language of flows. */
export const flowFields: QueryFields<FlowFilters> = {
  name: {
    hint: "a part of the name",
    apply: (filters, term) => {
      const name = byPartOfName(filters.flows?.name, term);
      return typeof name === "string" ? name : { flows: { ...filters.flows, name } };
    },
  },
  tag: {
    hint: "a tag",
    apply: (filters, term) => {
      const tags = byTags(filters.flows?.tags, term, false);
      return typeof tags === "string" ? tags : { flows: { ...filters.flows, tags } };
    },
  },
  is: {
    hint: "deployed",
    values: ["deployed"],
    apply: (filters, { values: [value], isNegated }) =>
      value === "deployed" ? { flows: { ...filters.flows, deployment: { is_null_: isNegated } } } : `"${value}" is not deployed.`,
  },
};

export interface DeploymentFilters {
  readonly deployments?: DeploymentFilterInput;
  readonly flows?: FlowFilterInput;
}

/** The query language of deployments. */
export const deploymentFields: QueryFields<DeploymentFilters> = {
  name: {
    hint: "a part of the deployment's or the flow's name",
    apply: (filters, { values: [value = ""], isNegated }) =>
      isNegated
        ? noNegation
        : { ...filters, deployments: { ...filters.deployments, flow_or_deployment_name: { like_: value.replaceAll("*", "%") } } },
  },
  flow: {
    hint: "the flow's name, * for anything",
    apply: (filters, term) => {
      const name = byName(filters.flows?.name, term);
      return typeof name === "string" ? name : { ...filters, flows: { ...filters.flows, name } };
    },
  },
  tag: {
    hint: "a tag; with commas, any of them",
    apply: (filters, term) => {
      const tags = byTags(filters.deployments?.tags, term, true);
      return typeof tags === "string" ? tags : { ...filters, deployments: { ...filters.deployments, tags } };
    },
  },
  queue: {
    hint: "the work queue",
    apply: (filters, { values, isNegated }) =>
      isNegated ? noNegation : { ...filters, deployments: { ...filters.deployments, work_queue_name: { any_: values } } },
  },
  is: {
    hint: "paused",
    values: ["paused"],
    apply: (filters, { values: [value], isNegated }) =>
      value === "paused"
        ? { ...filters, deployments: { ...filters.deployments, paused: { eq_: !isNegated } } }
        : `"${value}" is not paused.`,
  },
};
