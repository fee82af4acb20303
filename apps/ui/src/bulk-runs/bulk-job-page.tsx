import { Checkbox } from "@mantine/core";
import type { BulkOutcome } from "@millrace/contract";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { AppLink } from "../components/app-link.tsx";
import type { Column } from "../components/data-table/column.ts";
import { DataTable } from "../components/data-table/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorCard } from "../components/error-card.tsx";
import { PageBody } from "../components/page-body.tsx";
import { PageHeader } from "../components/page-header.tsx";
import { Panel } from "../components/panel.tsx";
import { StateBadge } from "../components/state-badge.tsx";
import { Instant } from "../components/time/instant.tsx";
import { usePreferences } from "../preferences/preferences-context.tsx";
import { bulkActions } from "./bulk-actions.ts";
import { JobProgress } from "./job-progress.tsx";
import { isLocalJob, type Job } from "./local-jobs.ts";
import { useBulkJob, useBulkOutcomes } from "./use-bulk.ts";

type Outcome = BulkOutcome & { readonly name: string | undefined };

const labels: Readonly<Record<BulkOutcome["outcome"], string>> = { done: "Done", refused: "Refused", failed: "Failed" };

const columns: readonly Column<Outcome>[] = [
  {
    id: "run",
    label: "Run",
    onPhone: "title",
    render: ({ flow_run_id, name }) =>
      name === undefined ? (
        <code>{flow_run_id}</code>
      ) : (
        <AppLink to="/runs/flow-run/$id" params={{ id: flow_run_id }} size="sm" fw={550}>
          {name}
        </AppLink>
      ),
  },
  { id: "outcome", label: "Outcome", width: "110px", render: ({ outcome }) => labels[outcome] },
  {
    id: "state",
    label: "State then",
    width: "160px",
    render: ({ state_type, state_name }) => (state_type === null ? "–" : <StateBadge type={state_type} name={state_name} />),
  },
  { id: "reason", label: "Reason", render: ({ reason }) => reason ?? "" },
];

const route = getRouteApi("/runs/job/$id");

const Outcomes = ({ job }: { readonly job: Job }) => {
  const { only, page = 1, limit: given } = route.useSearch();
  const navigate = useNavigate({ from: "/runs/job/$id" });
  const [{ rows }] = usePreferences();
  const limit = given ?? rows;
  const onlyProblems = only === "problems";
  const { data, error, refetch } = useBulkOutcomes(job, { onlyProblems, page, limit });
  const change = (changes: object): void => void navigate({ search: (before) => ({ ...before, ...changes }) });
  const count = onlyProblems ? job.refused + job.failed : job.processed;
  return (
    <DataTable
      name="bulk-outcomes"
      label="Outcomes"
      columns={columns}
      rows={data}
      keyOf={({ flow_run_id }) => flow_run_id}
      nameOf={({ name, flow_run_id }) => name ?? flow_run_id}
      error={error}
      onRetry={() => void refetch()}
      toolbar={
        <Checkbox
          size="xs"
          label="Only those refused or failed"
          checked={onlyProblems}
          onChange={(event) => change({ only: event.currentTarget.checked ? "problems" : undefined, page: undefined })}
        />
      }
      paging={{
        page,
        limit,
        count,
        pages: Math.ceil(count / limit),
        onPage: (next) => change({ page: next }),
        onLimit: (next) => change({ limit: next, page: undefined }),
      }}
      empty={<EmptyState title={onlyProblems ? "None was refused, and none failed" : "No run has been worked on yet"} />}
    />
  );
};

/** A job on many runs: how far it has come, and what became of each run. */
export const BulkJobPage = () => {
  const { id } = route.useParams();
  const { data, error, refetch } = useBulkJob(id);
  const isGone = data === undefined && isLocalJob(id);
  return (
    <>
      <PageHeader
        title={data === undefined ? "Job" : `${bulkActions[data.action].label}: ${data.total.toLocaleString("en")} runs`}
        crumbs={[
          <AppLink key="runs" to="/runs" size="xs">
            Runs
          </AppLink>,
        ]}
        description={data !== undefined && <Instant at={data.created} as="absolute" />}
      />
      <PageBody>
        {isGone && (
          <EmptyState title="This job is not known any more">
            It was done by a tab of this browser that has been closed or reloaded.
          </EmptyState>
        )}
        {error !== null && <ErrorCard error={error} onRetry={() => void refetch()} />}
        {data !== undefined && (
          <>
            <Panel>
              <JobProgress job={data} />
            </Panel>
            <Outcomes job={data} />
          </>
        )}
      </PageBody>
    </>
  );
};
