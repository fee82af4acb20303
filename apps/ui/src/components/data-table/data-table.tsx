import { Group, Text, UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { ErrorCard } from "../error-card.tsx";
import type { Column } from "./column.ts";
import { ColumnChooser } from "./column-chooser.tsx";
import classes from "./data-table.module.css";
import { type Paging, TableFoot } from "./table-foot.tsx";
import { type Sorting, TableHead } from "./table-head.tsx";
import { SkeletonRow, TableRow } from "./table-row.tsx";
import { useColumnChoice } from "./use-column-choice.ts";
import { leastWidth, useColumnWidths } from "./use-column-widths.ts";
import { useRowKeys } from "./use-row-keys.ts";
import { useSteadyRows } from "./use-steady-rows.ts";

export interface Selection {
  readonly keys: ReadonlySet<string>;
  readonly onChange: (keys: ReadonlySet<string>) => void;
}

interface Props<Row> {
  /** What the choice of columns is kept under, such as `runs`. */
  readonly name: string;
  /** What the rows are, such as "Flow runs". */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** Undefined while they load. */
  readonly rows: readonly Row[] | undefined;
  readonly keyOf: (row: Row) => string;
  /** What a row is called where it is named alone. */
  readonly nameOf: (row: Row) => string;
  /** Shown where there are no rows. */
  readonly empty: ReactNode;
  readonly error?: unknown;
  readonly onRetry?: () => void;
  readonly sorting?: Sorting;
  readonly selection?: Selection;
  readonly paging?: Paging;
  readonly onOpen?: (row: Row) => void;
  /** Filter, order and page as text: while it is the same, rows do not jump and new ones wait. Without it rows are shown as they come. */
  readonly identity?: string;
  /** Shows rows as cards of a grid in place of lines. */
  readonly card?: (row: Row) => ReactNode;
  /** On the left of the line above the rows; with selected rows, put the bulk actions here. */
  readonly toolbar?: ReactNode;
}

const toggled = (keys: ReadonlySet<string>, key: string): ReadonlySet<string> => {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
};

interface CardsProps {
  readonly label: string;
  readonly keys: readonly string[];
  readonly cards: readonly ReactNode[];
  /** How many are on their way. */
  readonly count: number;
}

const Cards = ({ label, keys, cards, count }: CardsProps) => (
  <ul className={classes.cards} aria-label={label}>
    {cards.map((card, index) => (
      <li key={keys[index]}>{card}</li>
    ))}
    {Array.from({ length: count }, (_, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same.
      <li key={index} className={classes.blank} />
    ))}
  </ul>
);

interface WidthsProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly of: (id: string) => number;
  readonly hasCheck: boolean;
}

/** The columns as somebody made them; what is left of the room stays empty after the last. */
const Widths = <Row,>({ columns, of, hasCheck }: WidthsProps<Row>) => (
  <colgroup>
    {hasCheck && <col style={{ width: 44 }} />}
    {columns.map(({ id }) => (
      <col key={id} data-column={id} style={{ width: of(id) }} />
    ))}
    <col />
  </colgroup>
);

/** Rows of a list, a page at a time: sortable, selectable, by keyboard, and as cards on a phone. */
export const DataTable = <Row,>(props: Props<Row>) => {
  const { name, label, columns, keyOf, nameOf, empty, error, onRetry, sorting, selection, paging, onOpen, identity, toolbar, card } = props;
  const [{ density }] = usePreferences();
  const choice = useColumnChoice(name, columns);
  const { table, widths } = useColumnWidths(name);
  const steady = useSteadyRows(props.rows, { identity: identity ?? "", keyOf, enabled: identity !== undefined });
  const rows = steady.rows ?? [];
  const keys = rows.map(keyOf);
  const toggle = (key: string): void => selection?.onChange(toggled(selection.keys, key));
  const isAll = keys.length > 0 && keys.every((key) => selection?.keys.has(key));
  const body = useRowKeys({
    count: rows.length,
    onOpen: onOpen && ((index) => rows[index] !== undefined && onOpen(rows[index])),
    onToggle: selection && ((index) => keys[index] !== undefined && toggle(keys[index])),
  });
  if (error !== undefined && error !== null && props.rows === undefined) return <ErrorCard error={error} onRetry={onRetry} />;
  const skeletons = steady.rows === undefined ? Array.from({ length: Math.min(paging?.limit ?? 10, 25) }, (_, index) => index) : [];
  const selecting = selection && {
    all: isAll,
    some: keys.some((key) => selection.keys.has(key)),
    isPossible: keys.length > 0,
    onAll: () => selection.onChange(new Set(isAll ? [] : keys)),
  };
  return (
    <div className={classes.frame} aria-busy={steady.rows === undefined}>
      <Group justify="space-between" wrap="nowrap" px="md" py={6} mih={42} gap="xs">
        <Group gap="xs" flex={1} miw={0}>
          {toolbar ?? (
            <Text size="sm" fw={600}>
              {label}
            </Text>
          )}
        </Group>
        {card === undefined && <ColumnChooser columns={columns} isShown={choice.isShown} onToggle={choice.toggle} widths={widths} />}
      </Group>
      {steady.fresh > 0 && (
        <UnstyledButton className={classes.fresh} onClick={steady.showFresh}>
          {steady.fresh} new: show {steady.fresh === 1 ? "it" : "them"}
        </UnstyledButton>
      )}
      {card !== undefined ? (
        <Cards label={label} keys={keys} cards={rows.map(card)} count={skeletons.length} />
      ) : (
        <div className={classes.scroll}>
          <table
            ref={table}
            className={classes.table}
            aria-label={label}
            data-density={density}
            {...(widths.of === undefined
              ? {}
              : { "data-sized": true, style: { minWidth: leastWidth(choice.shown.map(({ id }) => id).map(widths.of)) } })}
          >
            {widths.of !== undefined && <Widths columns={choice.shown} of={widths.of} hasCheck={selection !== undefined} />}
            <TableHead columns={choice.shown} sorting={sorting} widths={widths} selection={selecting} />
            <tbody ref={body}>
              {skeletons.map((index) => (
                <SkeletonRow key={index} columns={choice.shown} hasCheck={selection !== undefined} />
              ))}
              {rows.map((row, index) => (
                <TableRow
                  key={keys[index]}
                  row={row}
                  label={nameOf(row)}
                  columns={choice.shown}
                  isSelected={selection?.keys.has(keyOf(row)) ?? false}
                  onToggle={selection && (() => toggle(keyOf(row)))}
                  onOpen={onOpen && (() => onOpen(row))}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {steady.rows?.length === 0 && empty}
      {paging !== undefined && paging.count > 0 && <TableFoot {...paging} />}
    </div>
  );
};
