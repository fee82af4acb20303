import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef } from "react";
import { stateLabel } from "../../components/state-looks.ts";
import { targetsOf } from "../model/adjacency.ts";
import type { CriticalStep } from "../model/critical-path.ts";
import type { GraphModel } from "../model/graph-model.ts";
import type { Row } from "../model/rows.ts";
import { isWaiting, typeOfCode } from "../model/state-codes.ts";
import { printElapsed } from "../print-elapsed.ts";
import { durationOf, labelOf, tellRow } from "../row-texts.ts";
import { printShare, RunLink } from "../selection-card.tsx";
import { StateMark } from "../state-mark.tsx";
import { ColumnHead, GridCell, GridRow, RowGroup, TreeGrid } from "../tree-grid.tsx";
import { pressTreeKey } from "../tree-keys.ts";
import classes from "./run-table.module.css";

export interface RunTableProps {
  readonly model: GraphModel;
  readonly rows: readonly Row[];
  readonly rowOf: ReadonlyMap<string, number>;
  readonly criticalPath: readonly CriticalStep[];
  readonly activeKey: string | undefined;
  readonly selectedKey: string | undefined;
  readonly now: number;
  readonly onActivate: (row: Row) => void;
  readonly onToggle: (row: Row) => void;
  readonly onPress: (row: Row) => void;
}

const rowHeight = 30;
const page = 15;
const columns = ["Name", "State", "Began", "Took", "Depends on", "Needed by", "Critical path"];

/** The same rows as figures. */
export const RunTable = (props: RunTableProps) => {
  const { rows, rowOf, criticalPath, activeKey, selectedKey } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const shares = useMemo(() => new Map(criticalPath.map(({ index, share }) => [index, share])), [criticalPath]);
  const active = activeKey === undefined ? undefined : rowOf.get(activeKey);
  useEffect(() => {
    if (active !== undefined) virtual.scrollToIndex(active);
  }, [active, virtual]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLAnchorElement || event.ctrlKey || event.metaKey || event.altKey) return;
    if (pressTreeKey(event, { ...props, page })) event.preventDefault();
  };
  const items = virtual.getVirtualItems();
  const inSight = active !== undefined && items.some(({ index }) => index === active);
  return (
    <TreeGrid
      aria-activedescendant={inSight ? `${prefix}-${active}` : undefined}
      aria-colcount={columns.length}
      aria-label="Task runs"
      aria-rowcount={rows.length + 1}
      className={classes.scroll}
      onKeyDown={onKeyDown}
      ref={scroll}
    >
      <GridRow aria-rowindex={1} className={classes.head}>
        {columns.map((column) => (
          <ColumnHead className={classes.cell} key={column}>
            {column}
          </ColumnHead>
        ))}
      </GridRow>
      <RowGroup className={classes.body} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <GridRow
              aria-expanded={row.kind === "note" ? undefined : row.isExpanded}
              aria-level={row.depth + 1}
              aria-rowindex={index + 2}
              aria-selected={row.key === selectedKey}
              className={classes.row}
              data-active={row.key === activeKey || undefined}
              id={`${prefix}-${index}`}
              key={row.key}
              onClick={() => props.onPress(row)}
              style={{ transform: `translateY(${start}px)` }}
            >
              <Cells now={props.now} row={row} shares={row.kind === "node" && row.model === props.model ? shares : none} />
            </GridRow>
          );
        })}
      </RowGroup>
    </TreeGrid>
  );
};

const none: ReadonlyMap<number, number> = new Map();

interface CellsProps {
  readonly row: Row;
  readonly now: number;
  readonly shares: ReadonlyMap<number, number>;
}

const Cells = ({ row, now, shares }: CellsProps) => {
  const indent = { paddingLeft: 10 + row.depth * 16 };
  if (row.kind !== "node") {
    const twist = row.kind === "note" ? "" : row.isExpanded ? "▾ " : "▸ ";
    return (
      <>
        <Cell style={indent} text={`${twist}${labelOf(row)}`} />
        <GridCell aria-colspan={columns.length - 1} className={classes.wide}>
          {tellRow(row, now)}
        </GridCell>
      </>
    );
  }
  const { model, index } = row;
  const type = typeOfCode(model.states[index] ?? 0);
  const share = shares.get(index);
  const start = Math.max((model.starts[index] ?? now) - model.start, 0);
  return (
    <>
      <GridCell className={classes.cell} style={indent}>
        <RunLink id={row.key} isSubflow={model.isSubflow[index] === 1} label={labelOf(row)} />
      </GridCell>
      <GridCell className={classes.cell}>
        <StateMark type={type} /> {stateLabel(type)}
      </GridCell>
      <Cell text={isWaiting(model.states[index] ?? 0) ? "–" : `+${printElapsed(start)}`} />
      <Cell text={printElapsed(durationOf(row, now))} />
      <Cell text={String(targetsOf(model.parents, index).length)} />
      <Cell text={String(targetsOf(model.children, index).length)} />
      <Cell text={share === undefined ? "" : printShare(share)} />
    </>
  );
};

const Cell = ({ text, style }: { readonly text: string; readonly style?: { readonly paddingLeft: number } }) => (
  <GridCell className={classes.cell} style={style} title={text}>
    {text}
  </GridCell>
);
