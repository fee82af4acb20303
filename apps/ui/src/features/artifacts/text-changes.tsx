import { diffLines } from "diff";
import { useMemo } from "react";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/panel.tsx";
import classes from "./artifacts.module.css";

interface Line {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

const marks = { same: " ", added: "+", removed: "-" } as const;
const said = { same: "", added: "Added: ", removed: "Removed: " } as const;

const listLines = (before: string, after: string): readonly Line[] =>
  diffLines(before, after).flatMap(({ added, removed, value }) =>
    value
      .replace(/\n$/, "")
      .split("\n")
      .map((text): Line => ({ kind: added ? "added" : removed ? "removed" : "same", text })),
  );

/** Two texts as one, with the lines that only one of them has. */
export const TextChanges = ({ before, after }: { readonly before: string; readonly after: string }) => {
  const lines = useMemo(() => listLines(before, after), [before, after]);
  const numbered = lines.map((line, index) => ({ ...line, number: index }));
  if (before === after) return <EmptyState title="No difference">Both hold the same.</EmptyState>;
  const count = (kind: Line["kind"]): number => lines.filter((line) => line.kind === kind).length;
  return (
    <Panel title={`${count("added")} ${count("added") === 1 ? "line" : "lines"} added, ${count("removed")} removed`} flush>
      <div className={classes.text}>
        {numbered.map(({ kind, text, number }) => (
          <span key={number} className={`${classes.line} ${kind === "same" ? "" : classes[kind]}`}>
            <span className="mantine-visually-hidden">{said[kind]}</span>
            <span aria-hidden="true">{marks[kind]} </span>
            {text}
          </span>
        ))}
      </div>
    </Panel>
  );
};
