import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useApi } from "../../api/api-context.tsx";
import { LinkButton } from "../../components/app-link.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { deploymentCrumbs } from "./deployment-crumbs.tsx";
import { newFields } from "./deployment-fields.ts";
import { DeploymentForm } from "./deployment-form.tsx";
import { useCreateDeployment } from "./use-create-deployment.ts";
import { useDeploymentForm } from "./use-deployment-form.ts";

const route = getRouteApi("/deployments/create");

/** A deployment from scratch. */
export const CreateDeploymentPage = () => {
  const { flow = "" } = route.useSearch();
  const api = useApi();
  const navigate = useNavigate();
  const create = useCreateDeployment();
  const state = useDeploymentForm({
    initial: newFields(flow),
    parameters: {},
    schedules: [],
    isNew: true,
    onSave: async (body, fields) => {
      const named = await api.flows.create({ body: { name: fields.flow.trim() } });
      const { id } = await create.mutateAsync({ flow: named, body });
      await navigate({ to: "/deployments/deployment/$id", params: { id } });
    },
  });
  return (
    <>
      <PageHeader title="Create a deployment" crumbs={deploymentCrumbs()} />
      <PageBody>
        <DeploymentForm
          mode="create"
          state={state}
          does="Create the deployment"
          cancel={
            <LinkButton to="/deployments" variant="default">
              Cancel
            </LinkButton>
          }
        />
      </PageBody>
    </>
  );
};
