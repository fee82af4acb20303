import { Skeleton, Stack } from "@mantine/core";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { StateBars } from "../charts/state-bars.tsx";
import { EmptyState } from "../empty-state.tsx";
import { ErrorCard } from "../error-card.tsx";
import { FactStrip } from "../fact-strip.tsx";
import { Panel } from "../panel.tsx";
import { formatInstant } from "../time/format-time.ts";
import type { TimeRange } from "../time/time-range.ts";
import { countByType, failureRate, printShare } from "./trend-figures.ts";
import type { TrendScope } from "./use-run-trend.ts";
import { useTaskRunTrend } from "./use-task-run-trend.ts";

interface Props {
  readonly scope: TrendScope;
  /** The period; whoever shows this next to the trend of the flow runs lets it be chosen there. */
  readonly range: TimeRange;
}

/** The task runs of flow runs over time: how many there were and how they ended. */
export const TaskRunTrend = ({ scope, range }: Props) => {
  const [preferences] = usePreferences();
  const { data, error, refetch } = useTaskRunTrend(scope, range);
  const counts = countByType(data?.states ?? []);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <Panel title="Task runs">
      {data === undefined ? (
        error === null ? (
          <Skeleton h={140} />
        ) : (
          <ErrorCard error={error} onRetry={() => void refetch()} />
        )
      ) : total === 0 ? (
        <EmptyState title="No task ran in this period" />
      ) : (
        <Stack gap="sm">
          <FactStrip
            facts={[
              { label: "Task runs", value: total.toLocaleString("en") },
              { label: "Failed or crashed", value: printShare(failureRate(data.states)) },
              { label: "Running now", value: (counts.RUNNING ?? 0).toLocaleString("en") },
            ]}
          />
          <StateBars
            label="Task runs over time"
            buckets={data.buckets.map(({ start, states }) => ({
              label: formatInstant(start, preferences, { seconds: false }),
              counts: countByType(states),
            }))}
            height={72}
          />
        </Stack>
      )}
    </Panel>
  );
};
