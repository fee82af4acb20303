import type { Deployment } from "@millrace/contract";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useLive } from "../../api/live-context.tsx";
import { useCall } from "../../api/use-call.ts";
import { AppLink, LinkButton } from "../../components/app-link.tsx";
import { DeploymentStatusBadge } from "../../components/deployment-list/deployment-columns.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { PageTabs } from "../../components/page-tabs.tsx";
import { Tags } from "../../components/tags.tsx";
import { DeploymentActions } from "./deployment-actions.tsx";
import { deploymentCrumbs } from "./deployment-crumbs.tsx";
import { useDeploymentTabs } from "./use-deployment-tabs.tsx";

const route = getRouteApi("/deployments/deployment/$id");

const FlowLink = ({ id }: { readonly id: string }) => {
  const { data } = useCall("flows", "get", { id }, { poll: 0 });
  return (
    <AppLink to="/flows/flow/$id" params={{ id }} size="sm" underline="always">
      {data?.name ?? "…"}
    </AppLink>
  );
};

const Shown = ({ deployment }: { readonly deployment: Deployment }) => {
  const { tab } = route.useSearch();
  const navigate = useNavigate({ from: "/deployments/deployment/$id" });
  const tabs = useDeploymentTabs(deployment);
  return (
    <>
      <PageHeader
        title={deployment.name}
        crumbs={deploymentCrumbs()}
        badge={<DeploymentStatusBadge deployment={deployment} />}
        description={
          <>
            Runs the flow <FlowLink id={deployment.flow_id} /> <Tags tags={deployment.tags} />
          </>
        }
        actions={<DeploymentActions deployment={deployment} />}
      />
      <PageTabs label="Deployment" tabs={tabs} tab={tab?.toLowerCase()} onTab={(next) => void navigate({ search: { tab: next } })} />
    </>
  );
};

export const DeploymentPage = () => {
  const { id } = route.useParams();
  useLive(`prefect.deployment.${id}`, "prefect.flow-run.");
  const query = useCall("deployments", "get", { id });
  return (
    <LoadedPage query={query} title="Deployment" what="deployment" action={<LinkButton to="/deployments">All deployments</LinkButton>}>
      {(deployment) => <Shown deployment={deployment} />}
    </LoadedPage>
  );
};
