import type { Log } from "@millrace/contract";
import { useEffect, useRef } from "react";
import { useSay } from "../api/say-context.tsx";
import { useShortcut } from "../shortcuts/shortcuts-context.tsx";
import { type Direction, findLine } from "./find-line.ts";
import type { LogPlace } from "./log-order.ts";
import { type LogQuery, type LogScope, logFilter } from "./log-query.ts";
import type { ShownLogs } from "./use-log-book.ts";
import type { LogList } from "./use-log-list.ts";

interface Options {
  readonly scope: LogScope;
  readonly query: LogQuery;
  /** What is looked for, whether or not the other lines are shown. */
  readonly text: string;
  readonly logs: ShownLogs;
  readonly list: LogList;
  /** The line the address leads to. */
  readonly line: LogPlace | undefined;
  readonly onLine: (line: LogPlace) => void;
}

const errorLevel = 40;
const warningLevel = 30;

/** Leads to lines anywhere in the log: the next that matches or is grave, and the one of the address. */
export const useJumps = ({ scope, query, text, logs: { book, source }, list, line, onLine }: Options) => {
  const say = useSay();
  const shown = useRef<string | undefined>(undefined);

  const show = async (place: LogPlace): Promise<void> => {
    const isNew = shown.current !== place.id;
    shown.current = place.id;
    const index = await book.locate(place);
    if (index !== undefined) list.scrollTo(index);
    else if (isNew) say.done("The line is not among those shown: other filters may show it.");
  };
  /** From the line that was chosen last, or else from the top of what is in sight. */
  const current = (): LogPlace | undefined => {
    const top = list.rows.getVirtualItems().find(({ end }) => end > (list.rows.scrollOffset ?? 0));
    return line ?? (top === undefined || top.index === 0 ? undefined : book.lineAt(top.index));
  };
  const jump = async (narrowed: LogQuery, direction: Direction, nothing: string): Promise<void> => {
    const found: Log | undefined = await findLine(source, logFilter(scope, narrowed), { from: current(), direction });
    if (found === undefined) return say.done(nothing);
    onLine(found);
    return show(found);
  };
  const attempt = (deed: Promise<void>): void => void deed.catch((error: unknown) => say.failed("Find the line", error));

  const findText = (direction: Direction, wanted: string): void => {
    if (wanted !== "") attempt(jump({ ...query, text: wanted }, direction, "No line matches."));
  };
  const findLevel = (level: number, direction: Direction): void =>
    attempt(jump({ ...query, level }, direction, level === errorLevel ? "There are no errors." : "There are no warnings or errors."));

  useShortcut({ keys: "n", does: "Next match in the log", run: () => findText("next", text) });
  useShortcut({ keys: "N", does: "Previous match in the log", run: () => findText("previous", text) });
  useShortcut({ keys: "e", does: "Next error in the log", run: () => findLevel(errorLevel, "next") });
  useShortcut({ keys: "E", does: "Previous error in the log", run: () => findLevel(errorLevel, "previous") });
  useShortcut({ keys: "w", does: "Next warning or error in the log", run: () => findLevel(warningLevel, "next") });
  useShortcut({ keys: "W", does: "Previous warning or error in the log", run: () => findLevel(warningLevel, "previous") });

  const isReady = book.size !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen line is looked for when there are lines, and among others again
  useEffect(() => {
    if (isReady && line !== undefined) attempt(show(line));
  }, [isReady, book]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address leads to another line, unless it is in sight already
  useEffect(() => {
    const isInSight = list.rows.getVirtualItems().some(({ index }) => book.lineAt(index)?.id === line?.id);
    if (isReady && line !== undefined && line.id !== shown.current && !isInSight) attempt(show(line));
  }, [line?.id]);
  return { findText, findError: (direction: Direction) => findLevel(errorLevel, direction) };
};
