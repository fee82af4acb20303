import { Checkbox } from "@mantine/core";
import type { BulkOutcome, BulkSubject } from "@millrace/contract";
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
import { bulkSubjects, capital, jobName } from "./bulk-deeds.ts";
import { JobProgress } from "./job-progress.tsx";
import { isLocalJob, type Job } from "./local-jobs.ts";
import { useBulkJob, useBulkOutcomes } from "./use-bulk.ts";

const labels: Readonly<Record<BulkOutcome["outcome"], string>> = { done: "Done", refused: "Refused", failed: "Failed" };

const pages = {
  flow_runs: "/runs/flow-run/$id",
  task_runs: "/runs/task-run/$id",
  deployments: "/deployments/deployment/$id",
  flows: "/flows/flow/$id",
} as const satisfies Readonly<Record<BulkSubject, string>>;

const isGone = ({ action }: Job, { outcome }: BulkOutcome): boolean => action === "delete" && outcome === "done";

const columnsOf = (job: Job): readonly Column<BulkOutcome>[] => [
  {
    id: "name",
    label: capital(bulkSubjects[job.subject].one),
    onPhone: "title",
    render: (row) =>
      isGone(job, row) ? (
        nameOf(row)
      ) : (
        <AppLink to={pages[job.subject]} params={{ id: row.id }} size="sm" fw={550}>
          {nameOf(row)}
        </AppLink>
      ),
  },
  { id: "outcome", label: "Outcome", width: "110px", render: ({ outcome }) => labels[outcome] },
  ...(job.subject === "flow_runs" || job.subject === "task_runs" ? [stateColumn] : []),
  { id: "reason", label: "Reason", render: ({ reason }) => reason ?? "" },
];

const stateColumn: Column<BulkOutcome> = {
  id: "state",
  label: "State then",
  width: "160px",
  render: ({ state_type, state_name }) => (state_type === null ? "–" : <StateBadge type={state_type} name={state_name} />),
};

const nameOf = ({ name, id }: BulkOutcome): string => name ?? id;

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
      columns={columnsOf(job)}
      rows={data}
      keyOf={({ id }) => id}
      nameOf={nameOf}
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
        onPage: (next, length) => change({ page: next, limit: length }),
        onLimit: (next) => change({ limit: next, page: undefined }),
      }}
      empty={<EmptyState title={onlyProblems ? "None was refused, and none failed" : "None has been worked on yet"} />}
    />
  );
};

const homes = { flow_runs: "/runs", task_runs: "/runs", deployments: "/deployments", flows: "/flows" } as const;

/** Where they are listed. */
const HomeLink = ({ subject }: { readonly subject: BulkSubject }) => (
  <AppLink to={homes[subject]} search={subject === "task_runs" ? { kind: "task" } : {}} size="xs">
    {capital(bulkSubjects[subject].many)}
  </AppLink>
);

const JobsLink = () => (
  <AppLink to="/runs/jobs" size="xs">
    Jobs
  </AppLink>
);

/** A job on many: how far it has come, and what became of each. */
export const BulkJobPage = () => {
  const { id } = route.useParams();
  const { data, error, refetch } = useBulkJob(id);
  const isLost = data === undefined && isLocalJob(id);
  return (
    <>
      <PageHeader
        title={data === undefined ? "Job" : jobName(data)}
        crumbs={[<HomeLink key="home" subject={data?.subject ?? "flow_runs"} />, <JobsLink key="jobs" />]}
        description={data !== undefined && <Instant at={data.created} as="absolute" />}
      />
      <PageBody>
        {isLost && (
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
