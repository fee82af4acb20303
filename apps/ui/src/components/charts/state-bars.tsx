import type { StateType } from "@millrace/contract";
import { type KeyboardEvent, useRef, useState } from "react";
import { stateColor, stateLabel } from "../state-looks.ts";
import classes from "./charts.module.css";

/** Runs of one stretch of time, by the type of their state. */
export interface StateBucket {
  /** What the bar is called, such as its time. */
  readonly label: string;
  readonly counts: Readonly<Partial<Record<StateType, number>>>;
}

interface Props {
  readonly label: string;
  readonly buckets: readonly StateBucket[];
  readonly height?: number;
  readonly onPick?: (index: number) => void;
}

/** From the ground up: what went well first, so that trouble stands out on top. */
const order: readonly StateType[] = [
  "COMPLETED",
  "RUNNING",
  "PENDING",
  "SCHEDULED",
  "PAUSED",
  "CANCELLING",
  "CANCELLED",
  "CRASHED",
  "FAILED",
];

const totalOf = ({ counts }: StateBucket): number => order.reduce((sum, type) => sum + (counts[type] ?? 0), 0);

const describe = ({ label, counts }: StateBucket): string => {
  const parts = order.filter((type) => (counts[type] ?? 0) > 0).map((type) => `${counts[type]} ${stateLabel(type).toLowerCase()}`);
  return `${label}: ${parts.join(", ") || "none"}`;
};

const Bar = ({ bucket, highest }: { readonly bucket: StateBucket; readonly highest: number }) => (
  <span className={classes.bar}>
    {order.toReversed().map((type) => {
      const count = bucket.counts[type] ?? 0;
      return count === 0 ? null : (
        <span
          key={type}
          data-bar
          className={classes.part}
          style={{ height: `${(count / highest) * 100}%`, background: stateColor(type) }}
        />
      );
    })}
  </span>
);

/** Where a key leads from one of so many bars; undefined for keys that lead nowhere. */
const nextBar = (key: string, index: number, count: number): number | undefined => {
  if (key === "ArrowRight") return Math.min(count - 1, index + 1);
  if (key === "ArrowLeft") return Math.max(0, index - 1);
  return key === "Home" ? 0 : key === "End" ? count - 1 : undefined;
};

/** Runs over time as stacked bars; each bar says its counts and may lead to its runs. Arrow keys go from bar to bar. */
export const StateBars = ({ label, buckets, height = 96, onPick }: Props) => {
  const list = useRef<HTMLOListElement>(null);
  const [current, setCurrent] = useState(buckets.length - 1);
  const reachable = Math.min(current, buckets.length - 1);
  const highest = Math.max(1, ...buckets.map(totalOf));
  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    const next = nextBar(event.key, index, buckets.length);
    if (next === undefined) return;
    event.preventDefault();
    setCurrent(next);
    list.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <ol ref={list} className={classes.bars} style={{ height }} aria-label={label}>
      {buckets.map((bucket, index) => (
        <li key={bucket.label} title={describe(bucket)}>
          {onPick === undefined ? (
            <span role="img" aria-label={describe(bucket)} className={classes.slot}>
              <Bar bucket={bucket} highest={highest} />
            </span>
          ) : (
            <button
              type="button"
              aria-label={describe(bucket)}
              className={classes.slot}
              tabIndex={index === reachable ? 0 : -1}
              onKeyDown={(event) => onKeyDown(event, index)}
              onClick={() => onPick(index)}
            >
              <Bar bucket={bucket} highest={highest} />
            </button>
          )}
        </li>
      ))}
    </ol>
  );
};
