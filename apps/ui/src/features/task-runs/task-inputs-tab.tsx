import type { TaskInput } from "@millrace/contract";
import { useAnswer } from "../../api/use-call.ts";
import { AppLink } from "../../components/app-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/panel.tsx";
import type { ShownTaskRun } from "./task-run-facts.tsx";
import classes from "./task-runs.module.css";

const idsOf = (inputs: readonly TaskInput[], type: "task_run" | "flow_run"): string[] =>
  [...new Set(inputs.flatMap((input) => (input.input_type === type ? [input.id] : [])))].sort();

/** What the runs that arguments came from are called: two requests, however many. */
const useNames = (inputs: readonly TaskInput[]): ReadonlyMap<string, string> | undefined => {
  const tasks = idsOf(inputs, "task_run");
  const flows = idsOf(inputs, "flow_run");
  return useAnswer<ReadonlyMap<string, string>>(
    {
      noun: "taskRuns",
      name: "names-of-inputs",
      input: { tasks, flows },
      ask: async (api, signal) => {
        const [taskRuns, flowRuns] = await Promise.all([
          tasks.length === 0 ? [] : api.taskRuns.list({ body: { task_runs: { id: { any_: tasks.slice(0, 200) } } } }, { signal }),
          flows.length === 0 ? [] : api.flowRuns.list({ body: { flow_runs: { id: { any_: flows.slice(0, 200) } } } }, { signal }),
        ]);
        return new Map([...taskRuns, ...flowRuns].map(({ id, name }) => [id, name]));
      },
    },
    { enabled: tasks.length + flows.length > 0, poll: 0 },
  ).data;
};

const Origin = ({ input, names }: { readonly input: TaskInput; readonly names: ReadonlyMap<string, string> | undefined }) => {
  if (input.input_type === "task_run")
    return (
      <AppLink to="/runs/task-run/$id" params={{ id: input.id }} size="sm">
        Result of {names?.get(input.id) ?? input.id}
      </AppLink>
    );
  if (input.input_type === "flow_run")
    return (
      <AppLink to="/runs/flow-run/$id" params={{ id: input.id }} size="sm">
        Flow run {names?.get(input.id) ?? input.id}
      </AppLink>
    );
  return <span>{input.input_type === "parameter" ? `Parameter ${input.name} of the flow` : `A constant of type ${input.type}`}</span>;
};

/** Where the arguments of the task run came from; their values are not kept by the server. */
export const TaskInputsTab = ({ run }: { readonly run: ShownTaskRun }) => {
  const entries = Object.entries(run.task_inputs);
  const names = useNames(entries.flatMap(([, inputs]) => inputs));
  if (entries.length === 0)
    return <EmptyState title="No inputs are known">The task took no arguments, or none that came from other runs.</EmptyState>;
  return (
    <Panel title="Where its arguments came from">
      <table className={classes.inputs}>
        <thead>
          <tr>
            <th scope="col">Argument</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(([name, inputs]) => (
            <tr key={name}>
              <th scope="row">{name === "__parents__" ? "Called inside" : name}</th>
              <td>
                <ul>
                  {inputs.map((input) => (
                    <li key={JSON.stringify(input)}>
                      <Origin input={input} names={names} />
                    </li>
                  ))}
                  {inputs.length === 0 && <li>A value of its own</li>}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
};
