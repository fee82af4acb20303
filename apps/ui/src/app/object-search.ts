import { useDebouncedValue } from "@mantine/hooks";
import { useAnswer } from "../api/use-call.ts";

export interface Found {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly href: string;
}

const most = 5;

/** Objects by a part of their name, or a run by its whole id; nothing until two letters are typed. */
export const useObjectSearch = (query: string): readonly Found[] => {
  const [settled] = useDebouncedValue(query.trim(), 200);
  const isId = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(settled);
  const { data = [] } = useAnswer<readonly Found[]>(
    {
      noun: "flowRuns",
      name: "object-search",
      input: settled,
      ask: async (api, signal) => {
        const named = { name: isId ? null : { like_: settled }, id: isId ? { any_: [settled] } : null };
        const body = { limit: most };
        const [runs, taskRuns, flows, deployments] = await Promise.all([
          api.flowRuns.list({ body: { ...body, flow_runs: named, sort: "START_TIME_DESC" } }, { signal }),
          isId ? api.taskRuns.list({ body: { ...body, task_runs: { id: { any_: [settled] } } } }, { signal }) : [],
          api.flows.list({ body: { ...body, flows: named } }, { signal }),
          api.deployments.list({ body: { ...body, deployments: named } }, { signal }),
        ]);
        return [
          ...deployments.map(({ id, name }) => ({ id, label: name, hint: "Deployment", href: `/deployments/deployment/${id}` })),
          ...flows.map(({ id, name }) => ({ id, label: name, hint: "Flow", href: `/flows/flow/${id}` })),
          ...runs.map(({ id, name, state_name }) => ({
            id,
            label: name,
            hint: `Flow run, ${state_name ?? "no state"}`,
            href: `/runs/flow-run/${id}`,
          })),
          ...taskRuns.map(({ id, name }) => ({ id, label: name, hint: "Task run", href: `/runs/task-run/${id}` })),
        ];
      },
    },
    { enabled: settled.length > 1, poll: 0, keepPrevious: true },
  );
  return settled.length > 1 ? data : [];
};
