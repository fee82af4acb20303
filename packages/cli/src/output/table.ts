import { type Colour, type Style, stateColours } from "./style.ts";
import { cut, displayWidth, onOneLine } from "./width.ts";

export interface Column {
  readonly header: string;
  readonly colour?: Colour | "state";
  /** Never cut, since people copy it. */
  readonly whole?: boolean;
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

const gap = 2;
/** Columns a cell keeps at least when it is cut. */
const least = 8;

const paint = (style: Style, column: Column, text: string): string => {
  const colour = column.colour === "state" ? stateColours.get(text.trim()) : column.colour;
  return colour === undefined ? text : style[colour](text);
};

/** Takes columns from the widest that may be cut until the row fits; undefined when it cannot. */
const fitWidths = (natural: readonly number[], columns: readonly Column[], width: number): readonly number[] | undefined => {
  const widths = [...natural];
  const total = (): number => widths.reduce((sum, each) => sum + each, gap * (widths.length - 1));
  while (total() > width) {
    let widest = -1;
    for (const [index, each] of widths.entries()) {
      if (columns[index]?.whole !== true && each > least && each > (widths[widest] ?? 0)) widest = index;
    }
    if (widest < 0) return undefined;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
};

/** Rows as blocks of `header  value`, for terminals too narrow for columns. */
const renderBlocks = ({ columns, rows }: Table, style: Style): string => {
  const label = Math.max(...columns.map(({ header }) => displayWidth(header)));
  const line = (column: Column, cell: string): string => `${style.dim(column.header.padEnd(label))}  ${paint(style, column, cell)}`;
  return rows.map((row) => columns.map((column, index) => line(column, row[index] ?? "")).join("\n")).join("\n\n");
};

/** A table that fits `width` columns; as wide as its content when that is undefined, as in a pipe. */
export const renderTable = (table: Table, style: Style, width: number | undefined): string => {
  const columns = table.columns;
  const rows = table.rows.map((row) => row.map(onOneLine));
  const natural = columns.map(({ header }, index) => Math.max(displayWidth(header), ...rows.map((row) => displayWidth(row[index] ?? ""))));
  const widths = width === undefined ? natural : fitWidths(natural, columns, width);
  if (widths === undefined) return renderBlocks({ columns, rows }, style);
  const cell = (text: string, index: number): string => {
    const shown = cut(text, widths[index] ?? 0);
    const padding = index === columns.length - 1 ? 0 : (widths[index] ?? 0) - displayWidth(shown);
    return shown + " ".repeat(Math.max(0, padding));
  };
  const between = " ".repeat(gap);
  const header = columns.map((column, index) => style.bold(cell(column.header, index))).join(between);
  const body = rows.map((row) => columns.map((column, index) => paint(style, column, cell(row[index] ?? "", index))).join(between));
  return [header, ...body].map((line) => line.trimEnd()).join("\n");
};
