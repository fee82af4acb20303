import { type PointerEvent, useMemo, useRef, useState } from "react";
import { StateBars } from "../../components/charts/state-bars.tsx";
import { countByType } from "../../components/run-trend/trend-figures.ts";
import { formatInstant } from "../../components/time/format-time.ts";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import classes from "./runs.module.css";
import type { Timeseries } from "./use-timeseries.ts";

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Where along an element a pointer is, from 0 to 1. */
const shareOf = (event: PointerEvent<HTMLElement>): number => {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return Math.min(1, Math.max(0, (event.clientX - left) / width));
};

/** Pixels a pointer moves before it draws a stretch rather than clicks a bar. */
const slack = 5;

/** Drawing a stretch of time over the bars. A press that stays on its place is left to the bar below it. */
const useBrush = (onStretch: (stretch: Stretch) => void) => {
  const [drawn, setDrawn] = useState<Stretch>();
  const start = useRef<{ readonly x: number; readonly share: number }>(undefined);
  return {
    drawn,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button === 0) start.current = { x: event.clientX, share: shareOf(event) };
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (start.current === undefined || (drawn === undefined && Math.abs(event.clientX - start.current.x) < slack)) return;
        if (drawn === undefined) event.currentTarget.setPointerCapture(event.pointerId);
        const share = shareOf(event);
        setDrawn({ from: Math.min(share, start.current.share), to: Math.max(share, start.current.share) });
      },
      onPointerUp: () => {
        start.current = undefined;
        if (drawn !== undefined) onStretch(drawn);
        setDrawn(undefined);
      },
      onPointerCancel: () => {
        start.current = undefined;
        setDrawn(undefined);
      },
    },
  };
};

interface Props {
  readonly label: string;
  readonly timeseries: Timeseries | undefined;
  /** Both ends of the period to look at; exact moments. */
  readonly onPeriod: (from: string, to: string) => void;
}

/** The runs of the list over time. A bar, or a stretch drawn over several, becomes the period of the list. */
export const RunHistogram = ({ label, timeseries, onPeriod }: Props) => {
  const [preferences] = usePreferences();
  const buckets = timeseries?.buckets;
  const bars = useMemo(
    () =>
      (buckets ?? []).map((bucket) => ({
        label: formatInstant(bucket.start, preferences, { seconds: false }),
        counts: countByType(bucket.states),
      })),
    [buckets, preferences],
  );
  const pick = (first: number, last: number): void => {
    const [from, to] = [buckets?.[first]?.start, buckets?.[last]?.end];
    if (from !== undefined && to !== undefined) onPeriod(from, new Date(Date.parse(to) - 1).toISOString());
  };
  const count = bars.length;
  const brush = useBrush(({ from, to }) =>
    pick(Math.min(count - 1, Math.floor(from * count)), Math.min(count - 1, Math.floor(to * count))),
  );
  return (
    <div className={classes.histogram}>
      <div className={classes.brush} {...brush.handlers}>
        {bars.length === 0 ? (
          <div style={{ height: 56 }} />
        ) : (
          <StateBars label={label} buckets={bars} height={56} onPick={(index) => pick(index, index)} />
        )}
        {brush.drawn !== undefined && (
          <span
            className={classes.drawn}
            style={{ left: `${brush.drawn.from * 100}%`, width: `${(brush.drawn.to - brush.drawn.from) * 100}%` }}
          />
        )}
      </div>
      <div className={classes.axis}>
        {timeseries !== undefined &&
          [timeseries.start, timeseries.end].map((moment, index) => (
            <time key={moment} dateTime={moment}>
              {formatInstant(moment, preferences, { seconds: false, zone: index === 1 })}
            </time>
          ))}
      </div>
    </div>
  );
};
