import { Group, Pagination, Skeleton, Text } from "@mantine/core";
import type { FlowRun } from "@millrace/contract";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { useLive } from "../../api/live-context.tsx";
import { AppLink } from "../../components/app-link.tsx";
import { ErrorCard } from "../../components/error-card.tsx";
import type { RunNames } from "../../components/flow-run-list/run-names.ts";
import { Panel } from "../../components/panel.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { iconOfState, stateColor } from "../../components/state-looks.ts";
import { formatDuration, formatInstant } from "../../components/time/format-time.ts";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import type { ListProps } from "./list-props.ts";
import { NoRuns } from "./no-runs.tsx";
import classes from "./run-scatter.module.css";
import { type Point, type Scatter, toScatter } from "./scatter-points.ts";
import { useFlowRunPage } from "./use-flow-runs.ts";

/** What one request lists at most. */
const mostPoints = 200;

/** Where a key leads from one of so many points; undefined for keys that lead nowhere. */
const nextPoint = (key: string, index: number, count: number): number | undefined => {
  if (key === "ArrowRight" || key === "ArrowDown") return Math.min(count - 1, index + 1);
  if (key === "ArrowLeft" || key === "ArrowUp") return Math.max(0, index - 1);
  return key === "Home" ? 0 : key === "End" ? count - 1 : undefined;
};

const useDescribe = (names: RunNames) => {
  const [preferences] = usePreferences();
  return ({ run, start, duration }: Point): string => {
    const flow = names.flows.get(run.flow_id);
    const began = formatInstant(new Date(start).toISOString(), preferences);
    return `${run.name}${flow === undefined ? "" : ` of ${flow}`}, ${run.state_name ?? "no state"}, ${formatDuration(duration)}, started ${began}`;
  };
};

/** The run that is pointed at or that the keyboard is on. Its place is kept free, so that nothing moves. */
const Chosen = ({ point, names }: { readonly point: Point | undefined; readonly names: RunNames }) => {
  const [preferences] = usePreferences();
  if (point === undefined) return <p className={classes.chosen}>Point at a run to see what it is; arrow keys go from run to run.</p>;
  const { run, start, duration } = point;
  return (
    <p className={classes.chosen}>
      <b>{run.name}</b>
      <span>{names.flows.get(run.flow_id)}</span>
      <StateBadge type={run.state_type} name={run.state_name} />
      <span>{formatDuration(duration)}</span>
      <span>started {formatInstant(new Date(start).toISOString(), preferences)}</span>
    </p>
  );
};

const Mark = ({ run }: { readonly run: FlowRun }) => {
  if (run.state_type === null) return null;
  const Icon = iconOfState(run.state_type, run.state_name);
  return <Icon size={14} stroke={2.4} color={stateColor(run.state_type, undefined, run.state_name)} aria-hidden="true" />;
};

const Plot = ({ scatter: { points, ticks, span }, names }: { readonly scatter: Scatter; readonly names: RunNames }) => {
  const [preferences] = usePreferences();
  const describe = useDescribe(names);
  const list = useRef<HTMLUListElement>(null);
  const [chosen, setChosen] = useState<string>();
  const index = points.findIndex(({ run }) => run.id === chosen);
  const reachable = index < 0 ? points.length - 1 : index;
  const onKeyDown = (event: KeyboardEvent, from: number): void => {
    const next = nextPoint(event.key, from, points.length);
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    list.current?.querySelectorAll("a")[next]?.focus();
  };
  return (
    <>
      <Chosen point={points[index]} names={names} />
      <div className={classes.plot}>
        <div className={classes.durations} aria-hidden="true">
          {ticks.map(({ label, y }) => (
            <span key={label} style={{ bottom: `${y * 100}%` }}>
              {label}
            </span>
          ))}
        </div>
        <div className={classes.ground}>
          {ticks.map(({ label, y }) => (
            <span key={label} className={classes.rung} style={{ bottom: `${y * 100}%` }} />
          ))}
          <ul ref={list} className={classes.points} aria-label="Flow runs by start and duration">
            {points.map((point, place) => (
              <li key={point.run.id} style={{ left: `${point.x * 100}%`, bottom: `${point.y * 100}%` }}>
                <AppLink
                  to="/runs/flow-run/$id"
                  params={{ id: point.run.id }}
                  aria-label={describe(point)}
                  tabIndex={place === reachable ? 0 : -1}
                  className={classes.point ?? ""}
                  data-chosen={place === index || undefined}
                  onFocus={() => setChosen(point.run.id)}
                  onPointerEnter={() => setChosen(point.run.id)}
                  onKeyDown={(event) => onKeyDown(event, place)}
                >
                  <Mark run={point.run} />
                </AppLink>
              </li>
            ))}
          </ul>
        </div>
      </div>
      {span !== undefined && (
        <div className={classes.times}>
          {[span.from, span.to].map((moment, side) => (
            <time key={side === 0 ? "from" : "to"} dateTime={new Date(moment).toISOString()}>
              {formatInstant(new Date(moment).toISOString(), preferences, { seconds: false, zone: side === 1 })}
            </time>
          ))}
        </div>
      )}
    </>
  );
};

/** What of the list is drawn. */
const Coverage = ({ drawn, count, notStarted }: { readonly drawn: number; readonly count: number; readonly notStarted: number }) => (
  <Text size="sm" c="dimmed">
    {drawn.toLocaleString("en")} of {count.toLocaleString("en")} runs are drawn
    {notStarted > 0 && `; ${notStarted} of this page ${notStarted === 1 ? "has" : "have"} not started`}.
  </Text>
);

/** The runs of the list by when they started and how long they took: up to 200 at a time, in the list's order. */
export const RunScatter = (props: ListProps) => {
  useLive("prefect.flow-run.");
  const { scope, search, onSearch } = props;
  const { runs, names, input } = useFlowRunPage({ scope, search: { ...search, limit: mostPoints } });
  const { data, error } = runs;
  const scatter = useMemo(() => toScatter(data?.results ?? []), [data]);
  if (data === undefined) return error === null ? <Skeleton h={420} /> : <ErrorCard error={error} onRetry={() => void runs.refetch()} />;
  return (
    <Panel title="Duration by start">
      {data.count === 0 ? (
        <NoRuns scope={scope} onSearch={onSearch} what="flow run" />
      ) : (
        <>
          {scatter.points.length === 0 ? <Text size="sm">None of these runs has started.</Text> : <Plot scatter={scatter} names={names} />}
          <Group justify="space-between" mt="sm" gap="xs">
            <Coverage drawn={scatter.points.length} count={data.count} notStarted={scatter.notStarted} />
            {data.pages > 1 && (
              <Pagination
                size="sm"
                total={data.pages}
                value={input.page}
                onChange={(page) => onSearch({ page })}
                getControlProps={(control) => ({ "aria-label": `${control} page` })}
                getItemProps={(item) => ({ "aria-label": `Page ${item}` })}
              />
            )}
          </Group>
        </>
      )}
    </Panel>
  );
};
