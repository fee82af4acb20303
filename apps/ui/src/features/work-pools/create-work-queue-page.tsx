import type { CreateWorkQueueInput, WorkQueue } from "@millrace/contract";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useChange } from "../../api/use-change.ts";
import { LinkButton } from "../../components/app-link.tsx";
import { ErrorCard } from "../../components/error-card.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { poolCrumbs } from "./pool-crumbs.tsx";
import { QueueForm } from "./queue-form.tsx";

const route = getRouteApi("/work-pools/work-pool/$name/queue/create");

export const CreateWorkQueuePage = () => {
  const { name } = route.useParams();
  const navigate = useNavigate();
  const create = useChange<CreateWorkQueueInput, WorkQueue>({
    change: (api, body) => api.workQueues.createInPool({ work_pool_name: name, body }),
    touches: ["workQueues", "workPools", "uiOverview"],
    done: (queue) => `Created ${queue.name}`,
  });
  return (
    <>
      <PageHeader title="Add a work queue" crumbs={poolCrumbs(name)} />
      <PageBody>
        <QueueForm
          initial={{ name: "", description: "", limit: null, priority: null }}
          does="Create the queue"
          isBusy={create.isPending}
          failure={create.error !== null && <ErrorCard error={create.error} />}
          cancel={
            <LinkButton to="/work-pools/work-pool/$name" params={{ name }} search={{ tab: "queues" }} variant="default">
              Cancel
            </LinkButton>
          }
          onSubmit={({ limit, ...fields }) =>
            create.mutate(
              { ...fields, concurrency_limit: limit },
              { onSuccess: () => void navigate({ to: "/work-pools/work-pool/$name", params: { name }, search: { tab: "queues" } }) },
            )
          }
        />
      </PageBody>
    </>
  );
};
