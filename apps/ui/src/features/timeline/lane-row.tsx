import type { FlowRun } from "@millrace/contract";
import { stateColor, stateLabel } from "../../components/state-looks.ts";
import { formatDuration, formatInstant } from "../../components/time/format-time.ts";
import type { Preferences } from "../../preferences/preferences.ts";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import type { Bar, Lane } from "./lanes.ts";
import { placeOf, type Stretch } from "./stretch.ts";
import classes from "./timeline.module.css";

interface Props {
  readonly lane: Lane;
  readonly stretch: Stretch;
  readonly now: number;
  readonly chartId: string;
  /** The run that keys have led to. */
  readonly chosen: string | undefined;
  readonly onPoint: (id: string | undefined) => void;
  readonly onOpen: (id: string) => void;
}

const stateName = ({ state_type, state_name }: FlowRun): string =>
  state_name ?? (state_type === null ? "No state" : stateLabel(state_type));

const describe = ({ run, from, to, isPlanned }: Bar, preferences: Preferences): string => {
  const moment = formatInstant(new Date(from).toISOString(), preferences, { seconds: false });
  if (isPlanned) return `${run.name}, ${stateName(run)}, due ${moment}`;
  const length = run.end_time === null ? "so far" : `took ${formatDuration((to - from) / 1000)}`;
  return `${run.name}, ${stateName(run)}, ${moment}, ${length}`;
};

/** Pixels of a row. */
const rowHeight = 18;
const percent = (share: number): string => `${share * 100}%`;

/** The runs of one lane. A bar that runs out of the shown time is cut there. */
export const LaneRow = ({ lane: { name, rows, bars }, stretch, now, chartId, chosen, onPoint, onOpen }: Props) => {
  const [preferences] = usePreferences();
  const place = placeOf(stretch, now);
  return (
    // biome-ignore lint/a11y/useSemanticElements: groups of options are no fields of a form
    <div role="group" aria-label={`${name}: ${bars.length} ${bars.length === 1 ? "run" : "runs"}`} className={classes.lane}>
      <span className={classes.laneName} title={name} aria-hidden="true">
        {name}
      </span>
      <div className={classes.track} role="presentation" style={{ height: rows * rowHeight + 8 }}>
        {place > 0 && place < 1 && <span className={classes.nowLine} style={{ left: percent(place) }} />}
        {bars.map((bar) => {
          const { run, from, to, row, isPlanned } = bar;
          const left = Math.max(0, placeOf(stretch, from));
          const right = Math.min(1, placeOf(stretch, to));
          const color = stateColor(run.state_type, undefined, run.state_name);
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active option
            <div
              key={run.id}
              id={`${chartId}-${run.id}`}
              role="option"
              aria-selected={chosen === run.id}
              aria-label={describe(bar, preferences)}
              data-bar
              className={classes.bar}
              data-planned={isPlanned || undefined}
              data-going={(!isPlanned && run.end_time === null) || undefined}
              style={{
                left: percent(left),
                width: percent(Math.max(0.004, right - left)),
                top: 4 + row * rowHeight,
                ...(isPlanned ? { borderColor: color } : { background: color, borderColor: color }),
              }}
              onMouseEnter={() => onPoint(run.id)}
              onMouseLeave={() => onPoint(undefined)}
              onDoubleClick={() => onOpen(run.id)}
            />
          );
        })}
      </div>
    </div>
  );
};
