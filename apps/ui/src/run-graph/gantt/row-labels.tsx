import { IconChevronRight } from "@tabler/icons-react";
import { type CSSProperties, memo } from "react";
import type { Row } from "../model/rows.ts";
import { hasEnded, stateCodes, typeOfCode } from "../model/state-codes.ts";
import { printElapsed } from "../print-elapsed.ts";
import { durationOf, labelOf, tellRow } from "../row-texts.ts";
import shared from "../run-graph.module.css";
import { StateMark } from "../state-mark.tsx";
import { GridCell, GridRow } from "../tree-grid.tsx";
import classes from "./gantt.module.css";
import { rowHeight } from "./scene.ts";

export interface RowLabelsProps {
  readonly rows: readonly Row[];
  readonly first: number;
  readonly last: number;
  readonly activeKey: string | undefined;
  readonly selectedKey: string | undefined;
  /** Begins the ids of the elements, so that several charts may stand on one page. */
  readonly prefix: string;
  readonly now: number;
  readonly onPress: (row: Row) => void;
  readonly onToggle: (row: Row) => void;
}

/** The names of the rows in sight; the bars beside them are drawn, so each row also says in words what its bar shows. */
export const RowLabels = memo(({ rows, first, last, ...rest }: RowLabelsProps) =>
  rows.slice(first, last + 1).map((row, offset) => <RowLabel key={row.key} position={first + offset} row={row} {...rest} />),
);

interface RowLabelProps extends Omit<RowLabelsProps, "rows" | "first" | "last"> {
  readonly row: Row;
  readonly position: number;
}

const RowLabel = ({ row, position, activeKey, selectedKey, prefix, now, onPress, onToggle }: RowLabelProps) => {
  const isExpanded = row.kind === "note" ? undefined : row.isExpanded;
  const style: CSSProperties & Record<"--depth", number> = { top: position * rowHeight, "--depth": row.depth };
  return (
    <GridRow
      aria-expanded={isExpanded}
      aria-level={row.depth + 1}
      aria-rowindex={position + 1}
      aria-selected={row.key === selectedKey}
      className={classes.row}
      data-active={row.key === activeKey || undefined}
      id={rowId(prefix, position)}
      onClick={() => onPress(row)}
      style={style}
      title={labelOf(row)}
    >
      <GridCell className={classes.name}>
        {isExpanded === undefined ? (
          <span className={classes.twist} />
        ) : (
          <IconChevronRight
            aria-hidden
            className={classes.twist}
            data-open={isExpanded || undefined}
            onClick={(event) => {
              event.stopPropagation();
              onToggle(row);
            }}
            size={14}
          />
        )}
        {row.kind === "note" ? null : <StateMark type={typeOfCode(codeOf(row))} />}
        <span className={classes.label}>{labelOf(row)}</span>
      </GridCell>
      <GridCell className={classes.figure}>
        <span aria-hidden>{figureOf(row, now)}</span>
        <span className={shared.hidden}>{tellRow(row, now)}</span>
      </GridCell>
    </GridRow>
  );
};

export const rowId = (prefix: string, position: number): string => `${prefix}-row-${position}`;

/** A group shows the worst state that any of its runs is in, and until all have ended that something goes on. */
const codeOf = (row: Exclude<Row, { kind: "note" }>): number => {
  if (row.kind === "node") return row.model.states[row.index] ?? 0;
  const codes = Array.from(row.group.counts.keys()).filter((code) => (row.group.counts[code] ?? 0) > 0);
  const worst = codes.at(-1) ?? 0;
  if (worst > stateCodes.COMPLETED) return worst;
  return codes.filter((code) => !hasEnded(code)).at(-1) ?? worst;
};

const figureOf = (row: Row, now: number): string => {
  if (row.kind === "note") return "";
  if (row.kind === "node") return printElapsed(durationOf(row, now));
  const { members, failed, p50 } = row.group;
  return `${failed > 0 ? `${failed} failed · ` : ""}×${members.length} · ${printElapsed(p50)}`;
};
