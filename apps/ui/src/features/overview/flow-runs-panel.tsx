import { Group } from "@mantine/core";
import type { RunBucket } from "@millrace/contract";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { AppLink } from "../../components/app-link.tsx";
import { StateBars, type StateBucket } from "../../components/charts/state-bars.tsx";
import { Panel } from "../../components/panel.tsx";
import { formatInstant } from "../../components/time/format-time.ts";
import type { Preferences } from "../../preferences/preferences.ts";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { type StateGroup, statesOf } from "./older-address.ts";
import classes from "./overview.module.css";
import { queryOf, type Scope } from "./scope.ts";
import type { OverviewData } from "./standard-overview.ts";
import { countTypes, StateTotals } from "./state-totals.tsx";

const mostBars = 60;

/** As many buckets in a row made one as it takes for there to be no more than `most`. */
export const joinBuckets = (buckets: readonly RunBucket[], most: number): readonly RunBucket[] => {
  const width = Math.max(1, Math.ceil(buckets.length / most));
  return [...Map.groupBy(buckets, (_, index) => Math.floor(index / width)).values()].flatMap((group) => {
    const [first] = group;
    const last = group.at(-1);
    if (first === undefined || last === undefined) return [];
    return [{ start: first.start, end: last.end, states: group.flatMap(({ states }) => states) }];
  });
};

export const toBar = ({ start, states }: RunBucket, preferences: Preferences): StateBucket => ({
  label: formatInstant(start, preferences, { seconds: false }),
  counts: Object.fromEntries(countTypes(states).map(({ type, count }) => [type, count])),
});

interface Props {
  readonly overview: OverviewData;
  readonly scope: Scope;
  /** States that an address names. */
  readonly group: StateGroup | undefined;
}

/** The flow runs of the period, over time and by state; each bar leads to its runs. */
export const FlowRunsPanel = ({ overview, scope, group }: Props) => {
  const navigate = useNavigate();
  const [preferences] = usePreferences();
  const { total, states } = overview.flow_runs;
  const buckets = useMemo(() => joinBuckets(overview.flow_runs.buckets, mostBars), [overview]);
  const bars = useMemo(() => buckets.map((bucket) => toBar(bucket, preferences)), [buckets, preferences]);
  const onPick = (index: number): void => {
    const part = buckets[index];
    if (part !== undefined) void navigate({ to: "/runs", search: { q: queryOf(scope, { by: "expected", part }) } });
  };
  const axis = [buckets[0], buckets[Math.floor(buckets.length / 2)]].flatMap((bucket) => bucket?.start ?? []);
  return (
    <Panel title="Flow runs">
      <Group justify="space-between" gap="sm" mb="md">
        <AppLink to="/runs" search={{ q: queryOf(scope, { by: "expected" }) }} c="inherit" className={classes.count ?? ""}>
          {total.toLocaleString("en")}
        </AppLink>
        <StateTotals
          states={states}
          searchOf={(type) => ({ q: queryOf(scope, { states: [type.toLowerCase()], by: "expected" }) })}
          marked={group === undefined ? [] : statesOf(group)}
        />
      </Group>
      <StateBars label="Flow runs over time, by state" buckets={bars} height={120} onPick={onPick} />
      <div className={classes.axis}>
        {[...axis, overview.end].map((moment) => (
          <time key={moment} dateTime={moment}>
            {formatInstant(moment, preferences, { seconds: false, zone: moment === overview.end })}
          </time>
        ))}
      </div>
    </Panel>
  );
};
