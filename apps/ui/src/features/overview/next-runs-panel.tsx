import type { BriefFlowRun } from "@millrace/contract";
import { AppLink } from "../../components/app-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { Instant } from "../../components/time/instant.tsx";
import classes from "./overview.module.css";

/** The runs that start next, as things are now. */
export const NextRunsPanel = ({ runs }: { readonly runs: readonly BriefFlowRun[] }) => (
  <Panel title="Next" flush actions={<AppLink to="/timeline">Timeline</AppLink>}>
    {runs.length === 0 ? (
      <EmptyState title="Nothing is scheduled" />
    ) : (
      <ul className={classes.list} aria-label="Next runs">
        {runs.map((run) => (
          <li key={run.id} className={classes.item}>
            <AppLink to="/runs/flow-run/$id" params={{ id: run.id }} size="sm" fw={550} truncate>
              {run.deployment_name === null ? run.flow_name : `${run.flow_name} / ${run.deployment_name}`}
            </AppLink>
            <Instant at={run.next_scheduled_start_time ?? run.expected_start_time} />
          </li>
        ))}
      </ul>
    )}
  </Panel>
);
