import type { UpdateWorkQueueInput, WorkQueue } from "@millrace/contract";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCall } from "../../api/use-call.ts";
import { useChange } from "../../api/use-change.ts";
import { LinkButton } from "../../components/app-link.tsx";
import { ErrorCard } from "../../components/error-card.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { poolCrumbs } from "./pool-crumbs.tsx";
import { QueueForm } from "./queue-form.tsx";

const route = getRouteApi("/work-pools/work-pool/$name/queue/$queue/edit");

const EditForm = ({ queue, pool }: { readonly queue: WorkQueue; readonly pool: string }) => {
  const navigate = useNavigate();
  const update = useChange<UpdateWorkQueueInput>({
    change: (api, body) => api.workQueues.updateInPool({ work_pool_name: pool, name: queue.name, body }),
    touches: ["workQueues", "workPools", "uiOverview"],
    done: () => `Saved ${queue.name}`,
  });
  const params = { name: pool, queue: queue.name };
  return (
    <QueueForm
      initial={{
        name: queue.name,
        description: queue.description ?? "",
        limit: queue.concurrency_limit,
        priority: queue.priority,
      }}
      isNameFixed
      does="Save"
      isBusy={update.isPending}
      failure={update.error !== null && <ErrorCard error={update.error} />}
      cancel={
        <LinkButton to="/work-pools/work-pool/$name/queue/$queue" params={params} variant="default">
          Cancel
        </LinkButton>
      }
      onSubmit={({ description, limit, priority }) =>
        update.mutate(
          { description, concurrency_limit: limit, ...(priority === null ? {} : { priority }) },
          { onSuccess: () => void navigate({ to: "/work-pools/work-pool/$name/queue/$queue", params }) },
        )
      }
    />
  );
};

/** The name stays what it is: deployments and workers rely on it. */
export const EditWorkQueuePage = () => {
  const { name, queue } = route.useParams();
  const query = useCall("workQueues", "getInPool", { work_pool_name: name, name: queue });
  return (
    <LoadedPage query={query} title={queue} what="work queue">
      {(found) => (
        <>
          <PageHeader title={`Edit ${queue}`} crumbs={poolCrumbs(name, queue)} />
          <PageBody>
            <EditForm key={found.id} queue={found} pool={name} />
          </PageBody>
        </>
      )}
    </LoadedPage>
  );
};
