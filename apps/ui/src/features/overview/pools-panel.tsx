import { IconAlertTriangle } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { AppLink } from "../../components/app-link.tsx";
import { StateBars } from "../../components/charts/state-bars.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { formatDuration, formatInstant } from "../../components/time/format-time.ts";
import { Instant } from "../../components/time/instant.tsx";
import { Outcomes } from "../../components/work-pool/outcomes.tsx";
import type { PoolFigures } from "../../components/work-pool/pool-figures.ts";
import { Slots } from "../../components/work-pool/slots.tsx";
import { StatusBadge } from "../../components/work-pool/status-badge.tsx";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import classes from "./overview.module.css";
import { queryOf, type Scope } from "./scope.ts";
import type { OverviewData } from "./standard-overview.ts";

const Late = ({ pool: { late_runs = 0, average_lateness } }: { readonly pool: PoolFigures }) =>
  late_runs === 0 ? null : (
    <span style={{ color: "var(--state-late-text)" }}>
      <IconAlertTriangle size={13} aria-hidden="true" /> {late_runs.toLocaleString("en")} late
      {typeof average_lateness === "number" && ` by ${formatDuration(average_lateness)}`}
    </span>
  );

type Period = Pick<OverviewData, "start" | "end">;

/** The runs of a pool in parts of the period, each of which leads to its runs. */
const PoolBars = ({ pool: { name, bars = [] }, period, range }: { readonly pool: PoolFigures } & Omit<PoolProps, "pool">) => {
  const navigate = useNavigate();
  const [preferences] = usePreferences();
  const [start, end] = [Date.parse(period.start), Date.parse(period.end)];
  const momentOf = (index: number): string => new Date(start + ((end - start) * index) / bars.length).toISOString();
  const buckets = bars.map((counts, index) => ({ label: formatInstant(momentOf(index), preferences, { seconds: false }), counts }));
  const onPick = (index: number): void => {
    const part = { start: momentOf(index), end: momentOf(index + 1) };
    // The bars count all runs of the pool, whatever else the page is narrowed down to.
    void navigate({ to: "/runs", search: { q: queryOf({ range, tags: [], hidesSubflows: false }, { pool: name, by: "expected", part }) } });
  };
  return <StateBars label={`Runs of ${name} over time, by state`} buckets={buckets} height={24} onPick={onPick} />;
};

interface PoolProps {
  readonly pool: PoolFigures;
  readonly period: Period;
  readonly range: Scope["range"];
}

const Pool = ({ pool, period, range }: PoolProps) => (
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
    {pool.outcomes !== undefined && (
      <span className={classes.poolRuns}>
        {pool.bars !== undefined && <PoolBars pool={pool} period={period} range={range} />}
        <Outcomes outcomes={pool.outcomes} share={pool.completed_share ?? null} before={pool.completed_share_before ?? null} />
      </span>
    )}
  </li>
);

interface Props {
  readonly overview: Period & Pick<OverviewData, "work_pools">;
  readonly range: Scope["range"];
}

/** How the work pools fare, and their runs of the period. */
export const PoolsPanel = ({ overview: { start, end, work_pools }, range }: Props) => (
  <Panel title="Work pools" flush actions={<AppLink to="/work-pools">All work pools</AppLink>}>
    {work_pools.length === 0 ? (
      <EmptyState title="No work pools yet">Deployments that send their runs to a work pool are carried out by its workers.</EmptyState>
    ) : (
      <>
        <ul className={classes.list} aria-label="Work pools">
          {work_pools.map((pool) => (
            <Pool key={pool.id} pool={pool} period={{ start, end }} range={range} />
          ))}
        </ul>
        {work_pools.some(({ bars }) => bars === undefined) && (
          <p className={classes.unknown}>This server does not sum up the runs of its pools, so how they ended is not told here.</p>
        )}
      </>
    )}
  </Panel>
);
