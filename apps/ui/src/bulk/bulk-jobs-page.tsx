import type { BulkJob } from "@millrace/contract";
import { AppLink } from "../components/app-link.tsx";
import type { Column } from "../components/data-table/column.ts";
import { DataTable } from "../components/data-table/data-table.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { PageBody } from "../components/page-body.tsx";
import { PageHeader } from "../components/page-header.tsx";
import { Instant } from "../components/time/instant.tsx";
import { jobName } from "./bulk-deeds.ts";
import { useBulkJobs } from "./use-bulk.ts";

const states: Readonly<Record<BulkJob["state"], string>> = {
  running: "Under way",
  waiting: "Nobody works at it",
  finished: "Finished",
  stopped: "Stopped",
  failed: "Ended by an error",
};

const number = (count: number): string => count.toLocaleString("en");

const columns: readonly Column<BulkJob>[] = [
  {
    id: "name",
    label: "Job",
    onPhone: "title",
    render: (job) => (
      <AppLink to="/runs/job/$id" params={{ id: job.id }} size="sm" fw={550}>
        {jobName(job)}
      </AppLink>
    ),
  },
  { id: "state", label: "State", width: "170px", render: ({ state }) => states[state] },
  { id: "processed", label: "Through with", width: "130px", align: "right", render: ({ processed }) => number(processed) },
  { id: "done", label: "Done", width: "100px", align: "right", render: ({ done }) => number(done) },
  { id: "refused", label: "Refused", width: "100px", align: "right", render: ({ refused }) => number(refused) },
  { id: "failed", label: "Failed", width: "100px", align: "right", render: ({ failed }) => number(failed) },
  { id: "created", label: "Started", width: "150px", render: ({ created }) => <Instant at={created} /> },
];

/** The last jobs on many, of everybody: to find one again, or to stop it. */
export const BulkJobsPage = () => {
  const { data, error, refetch } = useBulkJobs();
  return (
    <>
      <PageHeader
        title="Jobs"
        crumbs={[
          <AppLink key="runs" to="/runs" size="xs">
            Runs
          </AppLink>,
        ]}
        description="What was done with many runs, task runs, deployments or flows at once, the newest first"
      />
      <PageBody>
        <DataTable
          name="bulk-jobs"
          label="Jobs"
          columns={columns}
          rows={data}
          keyOf={({ id }) => id}
          nameOf={jobName}
          error={error}
          onRetry={() => void refetch()}
          empty={<EmptyState title="No jobs">Choose rows of a list, and what is to be done with them or with all that match.</EmptyState>}
        />
      </PageBody>
    </>
  );
};
