import type { Output } from "../host.ts";
import type { During } from "./progress.ts";
import type { Style } from "./style.ts";
import { renderTable, type Table } from "./table.ts";
import { wrap } from "./width.ts";

/** How a command talks to people. Everything but warnings and errors is kept back when the output is JSON. */
export interface Say {
  readonly style: Style;
  /** A line as it is, never wrapped. */
  line(text?: string): void;
  /** A sentence, wrapped at the terminal's width. */
  prose(text: string): void;
  /** What was done, and in further lines what to do next. */
  done(text: string, ...next: readonly string[]): void;
  table(table: Table): void;
  /** Names and values in two aligned columns. */
  pairs(pairs: readonly (readonly [string, string])[]): void;
  /** On stderr, whatever the output format. */
  warn(text: string): void;
  /** Shows on a terminal that something takes its time, until it has ended. */
  during: During;
}

export interface SayOptions {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly style: Style;
  readonly errorStyle: Style;
  /** Columns to fit; undefined for no limit. */
  readonly width: number | undefined;
  readonly wrapLines: boolean;
  readonly quiet: boolean;
  readonly during: During;
}

export const createSay = ({ stdout, stderr, style, errorStyle, width, wrapLines, quiet, during }: SayOptions): Say => {
  const line = (text = ""): void => {
    if (!quiet) stdout.write(`${text}\n`);
  };
  const fold = (text: string): string => (width === undefined || !wrapLines ? text : wrap(text, width));
  const prose = (text: string): void => line(fold(text));
  return {
    style,
    line,
    prose,
    done(text, ...next) {
      line(style.green(fold(text)));
      for (const each of next) prose(each);
    },
    table: (table) => line(renderTable(table, style, width)),
    pairs(pairs) {
      const widest = Math.max(0, ...pairs.map(([name]) => name.length));
      for (const [name, value] of pairs) line(`${style.dim(`${name}:`.padEnd(widest + 1))}  ${value}`.trimEnd());
    },
    during,
    warn: (text) => stderr.write(`${errorStyle.yellow(fold(text))}\n`),
  };
};
