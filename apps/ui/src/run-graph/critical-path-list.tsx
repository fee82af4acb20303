import { memo } from "react";
import type { CriticalStep } from "./model/critical-path.ts";
import type { GraphModel } from "./model/graph-model.ts";
import { typeOfCode } from "./model/state-codes.ts";
import { printElapsed } from "./print-elapsed.ts";
import classes from "./run-graph.module.css";
import { printShare } from "./selection-card.tsx";
import { StateMark } from "./state-mark.tsx";

interface Props {
  readonly model: GraphModel;
  readonly path: readonly CriticalStep[];
  readonly selectedId: string | undefined;
  readonly onSelect: (id: string) => void;
}

/** Steps shown; a longer path is cut in its middle by what adds least. */
const most = 60;

/** The chain of runs that decided how long the flow run took, with what each adds and the waits between them. */
export const CriticalPathList = memo(({ model, path, selectedId, onSelect }: Props) => {
  const shown = chooseSteps(path);
  const waits = path.reduce((sum, { wait }) => sum + wait, 0);
  return (
    <section aria-label="Critical path">
      <div className={classes.note}>
        {path.length} {path.length === 1 ? "run" : "runs"} decided how long this took
        {waits > 0 ? `, with ${printElapsed(waits)} of waiting between them` : ""}
        {shown.length < path.length ? `; shown are the ${shown.length} that add most` : ""}.
      </div>
      <ol className={classes.path}>
        {shown.map(({ index, isInferred, wait, share }) => (
          <li className={classes.step} key={index}>
            {wait > 0 || isInferred ? (
              <span className={classes.wait}>
                {wait > 0 ? `waits ${printElapsed(wait)}` : ""}
                {isInferred ? " (order inferred)" : ""} →
              </span>
            ) : null}
            <button
              aria-current={model.ids[index] === selectedId}
              className={classes.neighbour}
              onClick={() => onSelect(model.ids[index] ?? "")}
              type="button"
            >
              <StateMark size={12} type={typeOfCode(model.states[index] ?? 0)} />
              {model.labels[index]} <strong>{printShare(share)}</strong>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
});

const chooseSteps = (path: readonly CriticalStep[]): readonly CriticalStep[] => {
  if (path.length <= most) return path;
  const weight = ({ duration, wait }: CriticalStep): number => duration + wait;
  const chosen = new Set([...path].sort((one, other) => weight(other) - weight(one)).slice(0, most));
  return path.filter((step) => chosen.has(step));
};
