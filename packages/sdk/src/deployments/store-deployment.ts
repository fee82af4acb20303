import { type Client, isClientError } from "@millrace/client";
import type { CreateDeploymentInput, Deployment, UpdateDeploymentInput } from "@millrace/contract";

export type DeploymentBody = Omit<CreateDeploymentInput, "name" | "flow_id" | "schedules" | "labels"> &
  Pick<UpdateDeploymentInput, "schedules">;

export interface StoredDeployment {
  readonly flowName: string;
  readonly name: string;
  /** Schedules that are not given stay as they are. */
  readonly body: DeploymentBody;
  /** The id of the flow, for a deployment that is new. */
  readonly findFlowId: () => Promise<string>;
}

const find = async (client: Client, { flowName, name }: StoredDeployment): Promise<Deployment | undefined> => {
  try {
    return await client.deployments.getByName({ flow_name: flowName, deployment_name: name });
  } catch (error) {
    if (isClientError(error, "not-found")) return undefined;
    throw error;
  }
};

/** A new deployment's schedules as they are created: what is not said has its default. */
const newSchedules = ({ schedules = [] }: DeploymentBody): NonNullable<CreateDeploymentInput["schedules"]> =>
  schedules.flatMap(({ schedule, active, parameters, slug, max_scheduled_runs }) =>
    schedule === undefined || schedule === null
      ? []
      : [
          {
            schedule,
            active: active ?? true,
            parameters: parameters ?? {},
            slug: slug ?? null,
            max_scheduled_runs: max_scheduled_runs ?? null,
          },
        ],
  );

/** Stores a deployment, or brings the one of this name up to date (sdk.md §21). */
export const storeDeployment = async (client: Client, stored: StoredDeployment): Promise<Deployment> => {
  const { name, body, findFlowId } = stored;
  const known = await find(client, stored);
  if (known === undefined) {
    const flow_id = await findFlowId();
    return client.deployments.create({ body: { ...body, name, flow_id, schedules: newSchedules(body) } });
  }
  await client.deployments.update({ id: known.id, body });
  return client.deployments.get({ id: known.id });
};
