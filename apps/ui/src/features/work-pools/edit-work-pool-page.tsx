import { Button, Stack } from "@mantine/core";
import type { UpdateWorkPoolInput, WorkPool } from "@millrace/contract";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useCall } from "../../api/use-call.ts";
import { useChange } from "../../api/use-change.ts";
import { LinkButton } from "../../components/app-link.tsx";
import { ErrorCard } from "../../components/error-card.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { Panel } from "../../components/panel.tsx";
import { JobTemplateForm } from "./job-template-form.tsx";
import { poolCrumbs } from "./pool-crumbs.tsx";
import { DescriptionAndLimit, type PlaceFields } from "./pool-fields.tsx";

const route = getRouteApi("/work-pools/work-pool/$name/edit");

const EditForm = ({ pool }: { readonly pool: WorkPool }) => {
  const { name } = pool;
  const navigate = useNavigate();
  const [fields, setFields] = useState<PlaceFields>({ description: pool.description ?? "", limit: pool.concurrency_limit });
  const update = useChange<UpdateWorkPoolInput>({
    change: (api, body) => api.workPools.update({ name, body }),
    touches: ["workPools", "uiOverview"],
    done: () => `Saved ${name}`,
  });
  const { description, limit } = fields;
  return (
    <JobTemplateForm
      initial={pool.base_job_template}
      isBusy={update.isPending}
      onSubmit={(base_job_template) =>
        update.mutate(
          { description, concurrency_limit: limit, base_job_template },
          { onSuccess: () => void navigate({ to: "/work-pools/work-pool/$name", params: { name } }) },
        )
      }
      footer={
        <>
          <LinkButton to="/work-pools/work-pool/$name" params={{ name }} variant="default">
            Cancel
          </LinkButton>
          <Button type="submit" loading={update.isPending}>
            Save
          </Button>
        </>
      }
    >
      {update.error !== null && <ErrorCard error={update.error} />}
      <Panel title="Details">
        <Stack gap="md">
          <DescriptionAndLimit fields={fields} onChange={(changes) => setFields({ ...fields, ...changes })} what="work pool" />
        </Stack>
      </Panel>
    </JobTemplateForm>
  );
};

/** Name and type stay what they are: deployments and workers rely on them. */
export const EditWorkPoolPage = () => {
  const { name } = route.useParams();
  const query = useCall("workPools", "get", { name });
  return (
    <LoadedPage query={query} title={name} what="work pool">
      {(pool) => (
        <>
          <PageHeader title={`Edit ${pool.name}`} description={pool.type} crumbs={poolCrumbs(name)} />
          <PageBody>
            <div style={{ maxWidth: 880 }}>
              <EditForm key={pool.id} pool={pool} />
            </div>
          </PageBody>
        </>
      )}
    </LoadedPage>
  );
};
