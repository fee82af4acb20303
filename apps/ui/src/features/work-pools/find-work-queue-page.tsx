import { getRouteApi, Navigate } from "@tanstack/react-router";
import { useCall } from "../../api/use-call.ts";
import { AppLink } from "../../components/app-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";

const route = getRouteApi("/work-queues/work-queue/$id");

/** Clients name a queue by its id alone: this address leads to its page. */
export const FindWorkQueuePage = () => {
  const { id } = route.useParams();
  const query = useCall("workQueues", "get", { id });
  return (
    <LoadedPage query={query} title="Work queue" what="work queue" action={<AppLink to="/work-pools">Work pools</AppLink>}>
      {({ name: queue, work_pool_name: name }) =>
        name === null ? (
          <EmptyState title={`The work queue ${queue} belongs to no work pool`} />
        ) : (
          <Navigate to="/work-pools/work-pool/$name/queue/$queue" params={{ name, queue }} replace />
        )
      }
    </LoadedPage>
  );
};
