import type { CreateDeploymentInput, Deployment, Flow } from "@millrace/contract";
import { findOrNothing } from "../missing.ts";
import { listAll } from "../pages.ts";
import { type Copying, exists, type Kind, withNewIds } from "./kind.ts";

export const flows: Kind<Flow> = {
  name: "flow",
  list: (from) => listAll((offset) => from.flows.list({ body: { offset } })),
  label: ({ name }) => name,
  async copy({ to }, { name, tags, labels }) {
    const known = await findOrNothing(to.flows.getByName({ name }));
    return known === undefined ? to.flows.create({ body: { name, tags, labels } }) : { id: known.id, skipped: exists };
  },
};

const bodyOf = (copying: Copying, flowId: string, deployment: Deployment): CreateDeploymentInput => {
  const {
    schedules,
    global_concurrency_limit: limit,
    storage_document_id: storage,
    infrastructure_document_id: infrastructure,
  } = deployment;
  const { name, version, description, paused, concurrency_options, parameter_openapi_schema, tags, work_queue_name, work_pool_name } =
    deployment;
  const { path, pull_steps, entrypoint, enforce_parameter_schema, parameters, labels, job_variables } = deployment;
  return {
    ...{ name, version, description, paused, concurrency_options, parameter_openapi_schema, tags, work_queue_name, work_pool_name },
    ...{ path, entrypoint, enforce_parameter_schema, parameters, labels },
    flow_id: flowId,
    concurrency_limit: limit === null || limit.limit === 0 ? null : limit.limit,
    pull_steps: pull_steps === null ? null : withNewIds(copying, pull_steps),
    job_variables: withNewIds(copying, job_variables),
    storage_document_id: storage === null ? null : (copying.ids.get(storage) ?? null),
    infrastructure_document_id: infrastructure === null ? null : (copying.ids.get(infrastructure) ?? null),
    schedules: schedules.map(({ schedule, active, max_scheduled_runs, parameters: own, slug }) => ({
      schedule,
      active,
      max_scheduled_runs,
      parameters: own,
      slug,
    })),
  };
};

export const deployments: Kind<Deployment> = {
  name: "deployment",
  list: (from) => listAll((offset) => from.deployments.list({ body: { offset } })),
  label: ({ name }) => name,
  async copy(copying, deployment) {
    const { to, ids } = copying;
    const flowId = ids.get(deployment.flow_id);
    if (flowId === undefined) return { skipped: "its flow was not copied" };
    const { name: flow_name } = await to.flows.get({ id: flowId });
    const known = await findOrNothing(to.deployments.getByName({ flow_name, deployment_name: deployment.name }));
    if (known !== undefined) return { id: known.id, skipped: exists };
    return to.deployments.create({ body: bodyOf(copying, flowId, deployment) });
  },
};
