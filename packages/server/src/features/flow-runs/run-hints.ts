import type { DurationSort, FlowRunSort } from "@millrace/contract";
import type { Queries } from "../../db/connection.ts";
import { isTimed } from "../../db/filters/nouns.ts";
import { type Filters, flowRunsWhere, type RunDimension, type RunHints } from "../../db/filters/related.ts";
import { soughtBy } from "../../db/run-texts.ts";
import { listKeptCounts } from "../run-states/kept-counts.ts";

/** Up to so many runs, sorting all of them is quicker than going along the order of a list until enough of them are found. */
const mostSorted = 5000;
const mostKinds = 200;

/** Whose runs are mostly fewer: a deployment's are some of its flow's and of its queue's. */
const narrowestFirst = ["deployment_id", "work_queue_id", "flow_id"] as const;

/** What has an index of its own runs in the order of a list. */
const orderedBy = (sort: FlowRunSort | DurationSort): readonly (typeof narrowestFirst)[number][] => {
  if (sort.startsWith("START_TIME")) return narrowestFirst;
  return sort.startsWith("EXPECTED_START_TIME") ? ["flow_id"] : [];
};

/** Leads to the runs whose names and tags are asked for, where they are few; undefined where other filters do as well. */
export const findTextHints = async (db: Queries, filters: Filters, { isCounted = false } = {}): Promise<RunHints | undefined> => {
  const sought = soughtBy(filters.flow_runs);
  const mayHave = sought === undefined ? undefined : await db.dialect.runTexts.findFew(db, { ...sought, isCounted });
  return mayHave === undefined ? undefined : { areMany: true, values: {}, mayHave };
};

/** Whether a filter asks for none but runs that failed. */
const isOfFailures = ({ flow_runs: own }: Filters): boolean => {
  const types = own?.operator === "or_" || own?.state?.operator === "or_" ? undefined : own?.state?.type?.any_;
  return types?.every((type) => type === "FAILED" || type === "CRASHED") ?? false;
};

/**
 * What the index of texts and the kept counts say of the runs that filters ask for, so that a few of them are found by an index
 * of their own among millions. Undefined where the filters say nothing of it, and where a time narrows the list down.
 */
export const findRunHints = async (db: Queries, filters: Filters, sort: FlowRunSort | DurationSort): Promise<RunHints | undefined> => {
  const hints = await findTextHints(db, filters);
  if (hints !== undefined) return hints;
  const { flow_runs: own, task_runs: _, traits: __, ...related } = filters;
  if (own && isTimed(own)) return undefined;
  const { state, deployment_id } = own?.operator === "or_" ? {} : (own ?? {});
  const where = flowRunsWhere(db.dialect, { ...related, flow_runs: { operator: "and_", state, deployment_id } });
  if (where === undefined) return undefined;
  const indexed = orderedBy(sort);
  const areOfDeployments = Boolean(filters.deployments ?? deployment_id?.any_);
  const asked: Readonly<Record<RunDimension, boolean>> = {
    flow_id: Boolean(filters.flows),
    deployment_id: areOfDeployments,
    work_queue_id: Boolean(filters.work_pools ?? filters.work_pool_queues),
    state_type: Boolean(state),
  };
  const named = (Object.keys(asked) as RunDimension[]).filter((name) => asked[name]);
  // Where a deployment's runs have no such index, that of its flow's leads through them.
  const by = areOfDeployments && !indexed.includes("deployment_id") ? [...new Set([...named, ...indexed])] : named;
  const kinds = await listKeptCounts(db, { by: by.length === 0 ? ["state_type"] : by, where, limit: mostKinds });
  const total = kinds.reduce((sum, { count }) => sum + count, 0);
  // Runs of no deployment may be asked for along with those of some.
  const valuesOf = (name: RunDimension): string[] | undefined =>
    kinds.some((kind) => kind[name] === null) ? undefined : [...new Set(kinds.flatMap((kind) => kind[name] ?? []))];
  const areAllKnown = kinds.length < mostKinds;
  const areMany = total > mostSorted || !areAllKnown;
  if (!areMany) return { areMany, values: Object.fromEntries(named.map((name) => [name, valuesOf(name)])) };
  // With one value, the order of such an index leads through its runs alone.
  const known = areAllKnown ? indexed.filter((name) => by.includes(name)) : [];
  const single = known.filter((name) => valuesOf(name)?.length === 1);
  const [along] = single;
  const several = known.map((name) => ({ name, values: valuesOf(name) ?? [] }));
  return {
    areMany,
    areLastFailures: sort === "END_TIME_DESC" && isOfFailures(filters),
    along,
    alongEach: along === undefined ? several.find(({ values }) => values.length > 1) : undefined,
    values: Object.fromEntries(single.map((name) => [name, valuesOf(name)])),
  };
};
