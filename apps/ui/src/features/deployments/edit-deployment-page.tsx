import type { Deployment, UpdateDeploymentInput } from "@millrace/contract";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useCall } from "../../api/use-call.ts";
import { useChange } from "../../api/use-change.ts";
import { LinkButton } from "../../components/app-link.tsx";
import { touchedByDeployment } from "../../components/deployment-list/deployment-deeds.ts";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { deploymentCrumbs } from "./deployment-crumbs.tsx";
import { changedPart, fieldsOf, toBody } from "./deployment-fields.ts";
import { DeploymentForm } from "./deployment-form.tsx";
import { useDeploymentForm } from "./use-deployment-form.ts";

const route = getRouteApi("/deployments/deployment/$id/edit");

/** Sends what differs from the deployment as it was when the form was opened, so that others' changes in the meantime stay. */
const EditForm = ({ deployment }: { readonly deployment: Deployment }) => {
  const { id, name } = deployment;
  const navigate = useNavigate();
  const [initial] = useState(() => fieldsOf(deployment));
  const [parameters] = useState(deployment.parameters);
  const update = useChange<UpdateDeploymentInput>({
    change: (api, body) => api.deployments.update({ id, body }),
    touches: touchedByDeployment,
    done: () => `Saved ${name}.`,
  });
  const state = useDeploymentForm({
    initial,
    parameters,
    schedules: [],
    isNew: false,
    onSave: async ({ name: _, schedules: __, ...body }) => {
      const before = toBody(initial, { parameters, isNew: false });
      await update.mutateAsync("body" in before ? changedPart(before.body, body) : body);
      await navigate({ to: "/deployments/deployment/$id", params: { id } });
    },
  });
  return (
    <DeploymentForm
      mode="edit"
      state={state}
      does="Save"
      cancel={
        <LinkButton to="/deployments/deployment/$id" params={{ id }} variant="default">
          Cancel
        </LinkButton>
      }
    />
  );
};

export const EditDeploymentPage = () => {
  const { id } = route.useParams();
  const query = useCall("deployments", "get", { id });
  return (
    <LoadedPage query={query} title="Edit a deployment" what="deployment">
      {(deployment) => (
        <>
          <PageHeader title={`Edit ${deployment.name}`} crumbs={deploymentCrumbs(deployment)} />
          <PageBody>
            <EditForm key={deployment.id} deployment={deployment} />
          </PageBody>
        </>
      )}
    </LoadedPage>
  );
};
