import type { Deployment, FlowRun, Json, JsonObject } from "@millrace/contract";
import { useCall } from "../../api/use-call.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { JsonView } from "../../components/json/json-view.tsx";
import layout from "../../components/layout.module.css";
import { Panel } from "../../components/panel.tsx";
import { ChangesTable } from "../../schema-form/changes-table.tsx";
import { isObject } from "../../schema-form/json.ts";
import classes from "./flow-runs.module.css";

type From = "Run" | "Deployment" | "Work pool";

interface Variable {
  readonly name: string;
  readonly value: Json;
  readonly from: From;
}

/** What the variables of a pool's template are unless told otherwise. */
const defaultsOf = (template: JsonObject | undefined): JsonObject => {
  const variables = template?.variables;
  const properties = isObject(variables) ? variables.properties : undefined;
  if (!isObject(properties)) return {};
  const entries = Object.entries(properties).flatMap(([name, schema]) =>
    isObject(schema) && schema.default !== undefined && schema.default !== null ? [[name, schema.default] as const] : [],
  );
  return Object.fromEntries(entries);
};

const collect = (layers: readonly (readonly [From, JsonObject])[]): readonly Variable[] => {
  const found = new Map<string, Variable>();
  for (const [from, values] of layers)
    for (const [name, value] of Object.entries(values)) found.set(name, { name, value: value ?? null, from });
  return [...found.values()].sort((one, other) => one.name.localeCompare(other.name));
};

/** The job variables a worker works with, and who set each. */
const EffectiveVariables = ({
  run,
  deployment,
  pool,
}: {
  readonly run: FlowRun;
  readonly deployment: Deployment | null;
  readonly pool: string;
}) => {
  const { data } = useCall("workPools", "get", { name: pool }, { poll: 0 });
  const variables = collect([
    ["Work pool", defaultsOf(data?.base_job_template)],
    ["Deployment", deployment?.job_variables ?? {}],
    ["Run", run.job_variables ?? {}],
  ]);
  if (variables.length === 0)
    return <EmptyState title="No job variables">Neither the run nor its deployment or work pool sets any.</EmptyState>;
  return (
    <table className={classes.variables}>
      <thead>
        <tr>
          <th scope="col">Variable</th>
          <th scope="col">Value</th>
          <th scope="col">Set by</th>
        </tr>
      </thead>
      <tbody>
        {variables.map(({ name, value, from }) => (
          <tr key={name}>
            <td>{name}</td>
            <td>
              <code>{typeof value === "string" ? value : JSON.stringify(value)}</code>
            </td>
            <td>{from}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

interface Props {
  readonly run: FlowRun;
  readonly deployment: Deployment | null;
}

/** What the run was given. */
export const InputsTab = ({ run, deployment }: Props) => (
  <div className={layout.stack}>
    <Panel title="Parameters">
      {Object.keys(run.parameters).length === 0 ? (
        <EmptyState title="No parameters" />
      ) : (
        <JsonView value={run.parameters} label="the parameters" />
      )}
    </Panel>
    {deployment !== null && (
      <Panel title="Parameters that differ from the deployment's">
        <ChangesTable before={deployment.parameters} after={run.parameters} names={["Deployment", "Run"]} />
      </Panel>
    )}
    {run.work_pool_name === null && Object.keys(run.job_variables ?? {}).length > 0 && (
      <Panel title="Job variables">
        <JsonView value={run.job_variables} label="the job variables" />
      </Panel>
    )}
    {run.work_pool_name !== null && (
      <Panel title="Job variables in effect">
        <EffectiveVariables run={run} deployment={deployment} pool={run.work_pool_name} />
      </Panel>
    )}
  </div>
);
