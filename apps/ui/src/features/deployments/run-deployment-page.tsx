import { Alert, Skeleton } from "@mantine/core";
import { isClientError } from "@millrace/client/browser";
import type { Deployment } from "@millrace/contract";
import { getRouteApi } from "@tanstack/react-router";
import { useCall } from "../../api/use-call.ts";
import { LinkButton } from "../../components/app-link.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { deploymentCrumbs } from "./deployment-crumbs.tsx";
import { inputsOf, readGiven, readOlderOptions } from "./run-fields.ts";
import { RunForm } from "./run-form.tsx";

const route = getRouteApi("/deployments/deployment/$id/run");

/** The form, once it is known what to fill it with. */
const Filled = ({ deployment }: { readonly deployment: Deployment }) => {
  const { parameters, from, additionalOptions } = route.useSearch();
  const earlier = useCall("flowRuns", "get", { id: from ?? "" }, { enabled: from !== undefined, poll: 0 });
  if (from !== undefined && earlier.isPending) return <Skeleton h={320} />;
  const asked = parameters === undefined ? {} : readGiven(parameters);
  const copied = earlier.data && inputsOf(earlier.data, deployment);
  const more = additionalOptions === undefined ? undefined : readOlderOptions(additionalOptions);
  const isAsked = parameters !== undefined || more !== undefined;
  const given = isAsked ? asked && { parameters: asked, fields: more ?? {} } : copied;
  const problem =
    parameters !== undefined && given === undefined
      ? "The parameters of the address are no JSON object, so the form begins empty."
      : earlier.error === null
        ? undefined
        : isClientError(earlier.error, "not-found")
          ? "The run to copy from has been deleted, so the form begins empty."
          : "The run to copy from could not be read, so the form begins empty.";
  return (
    <>
      {problem !== undefined && (
        <Alert color="yellow" variant="light">
          {problem}
        </Alert>
      )}
      <RunForm key={deployment.id} deployment={deployment} given={given} />
    </>
  );
};

export const RunDeploymentPage = () => {
  const { id } = route.useParams();
  const query = useCall("deployments", "get", { id });
  return (
    <LoadedPage query={query} title="Run" what="deployment" action={<LinkButton to="/deployments">All deployments</LinkButton>}>
      {(deployment) => (
        <>
          <PageHeader title={`Run ${deployment.name}`} crumbs={deploymentCrumbs(deployment)} />
          <PageBody>
            <Filled deployment={deployment} />
          </PageBody>
        </>
      )}
    </LoadedPage>
  );
};
