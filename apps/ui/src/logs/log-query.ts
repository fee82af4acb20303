import type { LogFilterInput } from "@millrace/contract";

/** Whose lines are shown. */
export type LogScope = { readonly flowRunId: string } | { readonly taskRunId: string };

/** Which of them; as the page's address says it. */
export interface LogQuery {
  /** In the server's own grammar: words are alternatives, `-word` excludes, `+word` requires, quotes keep words together. */
  readonly text?: string | undefined;
  /** The least level. */
  readonly level?: number | undefined;
  readonly logger?: string | undefined;
  /** A task run's id, or `none` for what the flow itself wrote. */
  readonly task?: string | undefined;
}

export const isUnfiltered = ({ text = "", level, logger, task }: LogQuery): boolean =>
  text === "" && level === undefined && logger === undefined && task === undefined;

/** The server knows no filter by logger, but its text search reads the logger's name with the message. */
const textOf = ({ text = "", logger }: LogQuery): string => [text, logger === undefined ? "" : `+"${logger}"`].join(" ").trim();

const taskFilter = (task: string | undefined): Pick<LogFilterInput, "task_run_id"> => {
  if (task === undefined) return {};
  return { task_run_id: task === "none" ? { is_null_: true } : { any_: [task] } };
};

/** The filter of the lines. A text longer than the server takes is cut. */
export const logFilter = (scope: LogScope, query: LogQuery = {}): LogFilterInput => {
  const text = textOf(query).slice(0, 200);
  return {
    ...("flowRunId" in scope ? { flow_run_id: { any_: [scope.flowRunId] } } : {}),
    ...taskFilter("taskRunId" in scope ? scope.taskRunId : query.task),
    ...(query.level === undefined ? {} : { level: { ge_: query.level } }),
    ...(text === "" ? {} : { text: { query: text } }),
  };
};

/** The same from or until a moment, which belongs to it. */
export const since = (filter: LogFilterInput, moment: string): LogFilterInput => ({ ...filter, timestamp: { after_: moment } });
export const until = (filter: LogFilterInput, moment: string): LogFilterInput => ({ ...filter, timestamp: { before_: moment } });

/** What to mark in a line: the words that are looked for. */
export const wordsOf = (text: string): readonly string[] =>
  [...text.matchAll(/([-!+]?)(?:"((?:\\.|[^"\\])*)"?|([^\s"]+))/gu)].flatMap(([, sign = "", phrase, word = ""]) => {
    const found = phrase?.replaceAll(/\\(["\\])/g, "$1") ?? word;
    return sign === "-" || sign === "!" || found.trim() === "" ? [] : [found];
  });
