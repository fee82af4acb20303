import type { FlowRun } from "@millrace/contract";
import type { ReactNode } from "react";
import { AppLink } from "../../components/app-link.tsx";
import { RunDuration } from "../../components/flow-run-list/run-columns.tsx";
import type { RunNames } from "../../components/flow-run-list/run-names.ts";
import { Panel } from "../../components/panel.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { Tags } from "../../components/tags.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { ComparedTable } from "./compared-table.tsx";

interface Fact {
  readonly label: string;
  readonly render: (run: FlowRun) => ReactNode;
  /** What must be the same for runs to be alike; undefined for what always differs. */
  readonly same?: (run: FlowRun) => unknown;
}

const factsOf = (names: RunNames): readonly Fact[] => [
  {
    label: "Run",
    render: ({ id, name }) => (
      <AppLink to="/runs/flow-run/$id" params={{ id }} size="sm" fw={550}>
        {name}
      </AppLink>
    ),
  },
  { label: "State", render: (run) => <StateBadge type={run.state_type} name={run.state_name} />, same: (run) => run.state_name },
  { label: "Flow", render: ({ flow_id }) => names.flows.get(flow_id) ?? "…", same: (run) => run.flow_id },
  {
    label: "Deployment",
    render: ({ deployment_id }) => (deployment_id === null ? "–" : (names.deployments.get(deployment_id) ?? "…")),
    same: (run) => run.deployment_id,
  },
  { label: "Flow version", render: (run) => run.flow_version ?? "–", same: (run) => run.flow_version },
  { label: "Deployment version", render: (run) => run.deployment_version ?? "–", same: (run) => run.deployment_version },
  { label: "Work pool", render: (run) => run.work_pool_name ?? "–", same: (run) => run.work_pool_name },
  { label: "Work queue", render: (run) => run.work_queue_name ?? "–", same: (run) => run.work_queue_name },
  { label: "Tags", render: ({ tags }) => (tags.length === 0 ? "–" : <Tags tags={tags} />), same: ({ tags }) => tags.toSorted().join(" ") },
  { label: "Attempts", render: (run) => run.run_count, same: (run) => run.run_count },
  { label: "Started", render: (run) => <Instant at={run.start_time ?? run.expected_start_time} as="absolute" /> },
  { label: "Duration", render: (run) => <RunDuration run={run} /> },
];

/** What the runs are, line by line. */
export const FactsTable = ({ runs, names }: { readonly runs: readonly FlowRun[]; readonly names: RunNames }) => (
  <Panel title="Runs" flush>
    <ComparedTable
      label="Runs"
      what="What"
      runs={runs}
      rows={factsOf(names).map(({ label, render, same }) => ({
        key: label,
        head: label,
        cells: runs.map(render),
        differs: same !== undefined && new Set(runs.map(same)).size > 1,
      }))}
    />
  </Panel>
);
