import type { DurationSort, FlowRunSort, NamedFlowRunPage } from "@millrace/contract";
import { useMemo, useRef } from "react";
import { useAnswer, useCall } from "../../api/use-call.ts";
import { withFallback } from "../../api/with-fallback.ts";
import { useRunNames } from "../../components/flow-run-list/run-names.ts";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import type { ListProps } from "./list-props.ts";
import { flowRunFilters } from "./run-scope.ts";

const durationSorts: readonly DurationSort[] = ["DURATION_ASC", "DURATION_DESC"];
const sorts: readonly FlowRunSort[] = ["NAME_ASC", "NAME_DESC", "START_TIME_ASC", "START_TIME_DESC", "END_TIME_DESC"];

type Names = "flow_names" | "deployment_names";
/** A server that offers nothing beside the protocol gives the runs without names. */
type Page = Omit<NamedFlowRunPage, Names> & Partial<Pick<NamedFlowRunPage, Names>>;

/** A page of the list, and what its flows and deployments are called. */
export const useFlowRunPage = ({ scope, search }: Pick<ListProps, "scope" | "search">) => {
  const [{ rows }] = usePreferences();
  const { page = 1, limit = rows } = search;
  const byDuration = scope.knowsTraits ? durationSorts.find((each) => each === search.sort) : undefined;
  const usual = sorts.find((each) => each === search.sort) ?? "START_TIME_DESC";
  const sort = byDuration ?? usual;
  const input = { scope, sort, page, limit };
  const runs = useAnswer<Page>(
    {
      noun: "flowRuns",
      name: "list-of-page",
      input,
      ask: (api, signal) => {
        const { filters } = flowRunFilters(scope, Date.now());
        return withFallback<Page>(
          { api, flag: "ui-run-names" },
          () => api.uiRuns.paginate({ body: { ...filters, sort, page, limit } }, { signal }),
          () => api.flowRuns.paginate({ body: { ...filters, sort: usual, page, limit } }, { signal }),
        );
      },
    },
    { keepPrevious: true },
  );
  // Rows that are held still while newer ones wait keep what they had.
  const kept = useRef({ flows: {}, deployments: {} });
  const { flow_names, deployment_names, results } = runs.data ?? {};
  const known = useMemo(() => {
    const { flows, deployments } = kept.current;
    const all = { flows: Object.assign(flows, flow_names), deployments: Object.assign(deployments, deployment_names) };
    return {
      flows: new Map<string, string>(Object.entries(all.flows)),
      deployments: new Map<string, string>(Object.entries(all.deployments)),
    };
  }, [flow_names, deployment_names]);
  return { runs, names: useRunNames(results, known), input };
};

/** A page of the list, and what its rows show beside themselves. */
export const useFlowRuns = (props: ListProps) => {
  const { runs, ...page } = useFlowRunPage(props);
  const kept = useRef({});
  const ids = runs.data?.results.map(({ id }) => id).toSorted() ?? [];
  const counts = useCall("ui", "countTaskRuns", { body: { flow_run_ids: ids } }, { enabled: ids.length > 0, keepPrevious: true });
  return { runs, ...page, taskCounts: Object.assign(kept.current, counts.data) as Readonly<Record<string, number>> };
};
