import { IconAlertTriangle } from "@tabler/icons-react";
import { AppLink } from "../../components/app-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { formatDuration } from "../../components/time/format-time.ts";
import { Instant } from "../../components/time/instant.tsx";
import { Outcomes } from "../../components/work-pool/outcomes.tsx";
import type { PoolFigures } from "../../components/work-pool/pool-figures.ts";
import { Slots } from "../../components/work-pool/slots.tsx";
import { StatusBadge } from "../../components/work-pool/status-badge.tsx";
import classes from "./overview.module.css";

const Late = ({ pool: { late_runs = 0, average_lateness } }: { readonly pool: PoolFigures }) =>
  late_runs === 0 ? null : (
    <span style={{ color: "var(--state-late-text)" }}>
      <IconAlertTriangle size={13} aria-hidden="true" /> {late_runs.toLocaleString("en")} late
      {typeof average_lateness === "number" && ` by ${formatDuration(average_lateness)}`}
    </span>
  );

const Pool = ({ pool }: { readonly pool: PoolFigures }) => (
  <li className={classes.pool}>
    <span>
      <AppLink to="/work-pools/work-pool/$name" params={{ name: pool.name }} size="sm" fw={550} lineClamp={2} title={pool.name}>
        {pool.name}
      </AppLink>
      <span className={classes.beside}>
        {pool.type}
        {pool.last_polled !== null && pool.last_polled !== undefined && (
          <>
            , polled <Instant at={pool.last_polled} />
          </>
        )}
      </span>
    </span>
    <StatusBadge status={pool.status} />
    <Slots taken={pool.active_slots} limit={pool.concurrency_limit} />
    <span className={classes.beside}>
      {pool.workers_online !== undefined && `${pool.workers_online} of ${pool.workers} workers`}
      {pool.queues_paused !== undefined && pool.queues_paused > 0 && (
        <span>
          {pool.queues_paused} of {pool.queues} queues paused
        </span>
      )}
      <Late pool={pool} />
    </span>
    {pool.outcomes === undefined ? (
      <span />
    ) : (
      <Outcomes outcomes={pool.outcomes} share={pool.completed_share ?? null} before={pool.completed_share_before ?? null} />
    )}
  </li>
);

/** How the work pools fare, and how their runs of the period ended. */
export const PoolsPanel = ({ pools }: { readonly pools: readonly PoolFigures[] }) => (
  <Panel title="Work pools" flush actions={<AppLink to="/work-pools">All work pools</AppLink>}>
    {pools.length === 0 ? (
      <EmptyState title="No work pools yet">Deployments that send their runs to a work pool are carried out by its workers.</EmptyState>
    ) : (
      <ul className={classes.list} aria-label="Work pools">
        {pools.map((pool) => (
          <Pool key={pool.id} pool={pool} />
        ))}
      </ul>
    )}
  </Panel>
);
