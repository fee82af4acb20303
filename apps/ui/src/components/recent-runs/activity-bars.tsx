import type { RecentRun } from "@millrace/contract";
import { type KeyboardEvent, useRef, useState } from "react";
import { AppLink } from "../app-link.tsx";
import { stateColor, stateLabel } from "../state-looks.ts";
import { formatDuration } from "../time/format-time.ts";
import classes from "./activity-bars.module.css";

interface Props {
  /** Whose runs they are. */
  readonly name: string;
  /** The newest first. */
  readonly runs: readonly RecentRun[] | undefined;
}

/** Percent of the height: long runs stand out without hiding short ones. */
const heightsOf = (runs: readonly RecentRun[]): readonly number[] => {
  const sizes = runs.map(({ duration }) => Math.log1p(Math.max(0, duration)));
  const highest = Math.max(...sizes, 0.1);
  return sizes.map((size) => 25 + (size / highest) * 75);
};

const describe = ({ name, state_name, state_type, duration }: RecentRun): string =>
  `${name}: ${state_name ?? stateLabel(state_type)}, ${formatDuration(duration)}`;

/** The last runs from old to new: colour for the state, height for the duration. Arrow keys go from run to run. */
export const ActivityBars = ({ name, runs }: Props) => {
  const list = useRef<HTMLOListElement>(null);
  const [current, setCurrent] = useState<number>();
  if (runs === undefined || runs.length === 0) return <span>–</span>;
  const inTurn = runs.toReversed();
  const heights = heightsOf(inTurn);
  const reachable = Math.min(current ?? inTurn.length - 1, inTurn.length - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = reachable + step;
    if (step === 0 || next < 0 || next >= inTurn.length) return;
    event.preventDefault();
    setCurrent(next);
    list.current?.querySelectorAll("a")[next]?.focus();
  };
  return (
    <ol ref={list} className={classes.bars} aria-label={`Last runs of ${name}`} onKeyDown={onKeyDown}>
      {inTurn.map((run, index) => (
        <li key={run.id}>
          <AppLink
            to="/runs/flow-run/$id"
            params={{ id: run.id }}
            className={classes.slot ?? ""}
            aria-label={describe(run)}
            title={describe(run)}
            tabIndex={index === reachable ? 0 : -1}
          >
            <span
              data-bar
              className={classes.bar}
              style={{ height: `${heights[index] ?? 25}%`, background: stateColor(run.state_type, undefined, run.state_name) }}
            />
          </AppLink>
        </li>
      ))}
    </ol>
  );
};
