import type { Deployment } from "@millrace/contract";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useApi } from "../../api/api-context.tsx";
import { useCall } from "../../api/use-call.ts";
import { LinkButton } from "../../components/app-link.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { readDraft } from "../../schedules/schedule-draft.ts";
import { deploymentCrumbs } from "./deployment-crumbs.tsx";
import { fieldsOf } from "./deployment-fields.ts";
import { DeploymentForm } from "./deployment-form.tsx";
import { useCreateDeployment } from "./use-create-deployment.ts";
import { useDeploymentForm } from "./use-deployment-form.ts";

const route = getRouteApi("/deployments/deployment/$id/duplicate");

/** Schedules come along switched off, so that nothing runs twice before somebody wants it to. */
const DuplicateForm = ({ deployment }: { readonly deployment: Deployment }) => {
  const api = useApi();
  const navigate = useNavigate();
  const create = useCreateDeployment();
  const { id, flow_id, parameters, schedules, storage_document_id, infrastructure_document_id } = deployment;
  const fields = fieldsOf(deployment);
  const state = useDeploymentForm({
    initial: { ...fields, name: `${fields.name}-copy` },
    parameters,
    schedules: schedules.map((schedule) => ({ ...readDraft(schedule), active: false, slug: schedule.slug ?? "" })),
    isNew: false,
    onSave: async (body) => {
      const flow = await api.flows.get({ id: flow_id });
      const made = await create.mutateAsync({ flow, body: { ...body, storage_document_id, infrastructure_document_id } });
      await navigate({ to: "/deployments/deployment/$id", params: { id: made.id } });
    },
  });
  return (
    <DeploymentForm
      mode="duplicate"
      state={state}
      does="Create the copy"
      cancel={
        <LinkButton to="/deployments/deployment/$id" params={{ id }} variant="default">
          Cancel
        </LinkButton>
      }
    />
  );
};

export const DuplicateDeploymentPage = () => {
  const { id } = route.useParams();
  const query = useCall("deployments", "get", { id });
  return (
    <LoadedPage query={query} title="Duplicate a deployment" what="deployment">
      {(deployment) => (
        <>
          <PageHeader title={`Duplicate ${deployment.name}`} crumbs={deploymentCrumbs(deployment)} />
          <PageBody>
            <DuplicateForm key={deployment.id} deployment={deployment} />
          </PageBody>
        </>
      )}
    </LoadedPage>
  );
};
