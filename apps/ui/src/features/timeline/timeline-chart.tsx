import { useMediaQuery } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { formatInstant } from "../../components/time/format-time.ts";
import type { Preferences } from "../../preferences/preferences.ts";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { useGestures } from "../../run-graph/gantt/use-gestures.ts";
import { LaneRow } from "./lane-row.tsx";
import { type Lane, nextBar } from "./lanes.ts";
import { RunStrip } from "./run-strip.tsx";
import { panned, placeOf, type Stretch, ticksOf, zoomed } from "./stretch.ts";
import classes from "./timeline.module.css";

interface Props {
  readonly lanes: readonly Lane[];
  readonly stretch: Stretch;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly onStretch: (stretch: Stretch) => void;
  readonly onReset: () => void;
}

/** Milliseconds that the preferred zone is ahead of UTC at a moment. */
const offsetOf = (moment: number, { zone }: Pick<Preferences, "zone">): number => {
  const timeZone = zone === "local" ? undefined : zone;
  const print = new Intl.DateTimeFormat("en-GB", { ...(timeZone === undefined ? {} : { timeZone }), timeZoneName: "longOffset" });
  const name = print.formatToParts(moment).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign = "+", hours = "0", minutes = "0"] = /([+-])(\d+):?(\d*)/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes || 0)) * 60_000;
};

/** About what a label takes of the axis: where "now" is written, no time is. */
const labelWidth = (isNarrow: boolean | undefined): number => (isNarrow ? 0.13 : 0.055);

const Axis = ({ stretch, now }: Pick<Props, "stretch" | "now">) => {
  const [preferences] = usePreferences();
  const isNarrow = useMediaQuery("(max-width: 48em)");
  const ticks = ticksOf(stretch, isNarrow ? 3 : 8, offsetOf(stretch.from, preferences));
  const place = placeOf(stretch, now);
  return (
    <div className={classes.head} aria-hidden="true">
      <div className={classes.axis}>
        {ticks.map(({ moment, isDay }) => (
          <span key={moment} className={classes.tick} style={{ left: `${placeOf(stretch, moment) * 100}%` }}>
            {Math.abs(placeOf(stretch, moment) - place) < labelWidth(isNarrow)
              ? ""
              : isDay
                ? formatInstant(new Date(moment).toISOString(), preferences, { seconds: false, zone: false }).replace(/,.*$/, "")
                : formatInstant(new Date(moment).toISOString(), preferences, {
                    date: false,
                    zone: false,
                    seconds: stretch.to - stretch.from < 600_000,
                  })}
          </span>
        ))}
        {place > 0 && place < 1 && (
          <span className={classes.now} style={{ left: `${place * 100}%` }}>
            <span>now</span>
          </span>
        )}
      </div>
    </div>
  );
};

const zoomKeys: Readonly<Record<string, number>> = { "+": 0.5, "=": 0.5, "-": 2 };
const steps = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];

/**
 * Lanes of runs over time. Arrow keys lead from run to run and Enter opens one; plus and minus zoom, Shift with arrows moves, 0 goes
 * back. By hand: Ctrl and wheel, drag, pinch.
 */
export const TimelineChart = ({ lanes, stretch, now, onStretch, onReset }: Props) => {
  const chart = useRef<HTMLDivElement>(null);
  const id = useId();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<string>();
  const [pointed, setPointed] = useState<string>();
  const bars = lanes.flatMap((lane) => lane.bars);
  const barOf = (key: string | undefined) => bars.find(({ run }) => run.id === key);
  const open = (run: string): void => void navigate({ to: "/runs/flow-run/$id", params: { id: run } });
  useGestures(chart, {
    onZoom: (factor, around) => onStretch(zoomed(stretch, factor, around)),
    onPan: (share) => onStretch(panned(stretch, share)),
    onTap: () => setChosen(pointed),
  });
  const choose = (key: string): void => {
    const next = nextBar(lanes, chosen, key);
    setChosen(next?.run.id);
    if (next !== undefined) document.getElementById(`${id}-${next.run.id}`)?.scrollIntoView({ block: "nearest" });
  };
  const act = (event: KeyboardEvent): boolean => {
    const factor = zoomKeys[event.key];
    if (factor !== undefined) onStretch(zoomed(stretch, factor));
    else if (event.shiftKey && (event.key === "ArrowLeft" || event.key === "ArrowRight"))
      onStretch(panned(stretch, event.key === "ArrowLeft" ? -0.25 : 0.25));
    else if (event.key === "0") onReset();
    else if (event.key === "Enter" && chosen !== undefined) open(chosen);
    else if (event.key === "Escape") setChosen(undefined);
    else if (steps.includes(event.key)) choose(event.key);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !act(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const active = barOf(chosen) === undefined ? undefined : chosen;
  return (
    <div className={classes.chart}>
      <RunStrip bar={barOf(pointed) ?? barOf(chosen)} />
      <Axis stretch={stretch} now={now} />
      <div
        ref={chart}
        role="listbox"
        tabIndex={0}
        aria-label="Flow runs over time"
        aria-describedby={`${id}-keys`}
        aria-activedescendant={active === undefined ? undefined : `${id}-${active}`}
        className={classes.lanes}
        onKeyDown={onKeyDown}
      >
        {lanes.map((lane) => (
          <LaneRow key={lane.key} lane={lane} stretch={stretch} now={now} chartId={id} chosen={active} onPoint={setPointed} onOpen={open} />
        ))}
      </div>
      <p id={`${id}-keys`} className={classes.keys}>
        Arrow keys go from run to run, Enter opens. <kbd>+</kbd> and <kbd>−</kbd> zoom, <kbd>Shift</kbd> with arrows moves, <kbd>0</kbd>{" "}
        goes back. Drag to move; <kbd>Ctrl</kbd> and wheel to zoom.
      </p>
    </div>
  );
};
