import { type Log, type LogFilter, toMicros } from "@millrace/contract";
import { matchesText, parseTextQuery } from "../../wire/text-query.ts";

type Test = (log: Log) => boolean;
const isGiven = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

/** The test a log filter puts a new log to: the same that its query makes, text and operator included. */
export const matchLog = (filter: LogFilter): Test => {
  const tests = [
    matchLevel(filter.level),
    matchTime(filter.timestamp),
    matchId("flow_run_id", filter.flow_run_id),
    matchId("task_run_id", filter.task_run_id),
    matchText(filter.text),
  ].filter(isGiven);
  if (tests.length === 0) return () => true;
  return filter.operator === "or_" ? (log) => tests.some((test) => test(log)) : (log) => tests.every((test) => test(log));
};

const matchLevel = (level: LogFilter["level"]): Test | undefined => {
  if (!isGiven(level) || (!isGiven(level.ge_) && !isGiven(level.le_))) return undefined;
  const [least, most] = [level.ge_ ?? Number.NEGATIVE_INFINITY, level.le_ ?? Number.POSITIVE_INFINITY];
  return (log) => least <= log.level && log.level <= most;
};

const matchTime = (range: LogFilter["timestamp"]): Test | undefined => {
  if (!isGiven(range) || (!isGiven(range.after_) && !isGiven(range.before_))) return undefined;
  const first = isGiven(range.after_) ? toMicros(range.after_) : Number.NEGATIVE_INFINITY;
  const last = isGiven(range.before_) ? toMicros(range.before_) : Number.POSITIVE_INFINITY;
  return (log) => {
    const micros = toMicros(log.timestamp);
    return first <= micros && micros <= last;
  };
};

interface IdCondition {
  readonly any_?: readonly string[] | null | undefined;
  readonly is_null_?: boolean | null | undefined;
}

const matchId = (of: "flow_run_id" | "task_run_id", condition: IdCondition | null | undefined): Test | undefined => {
  if (!isGiven(condition) || (!isGiven(condition.any_) && !isGiven(condition.is_null_))) return undefined;
  const ids = isGiven(condition.any_) ? new Set<string | null>(condition.any_) : undefined;
  return (log) => (ids?.has(log[of]) ?? true) && (!isGiven(condition.is_null_) || (log[of] === null) === condition.is_null_);
};

const matchText = (text: LogFilter["text"]): Test | undefined => {
  if (!isGiven(text)) return undefined;
  const query = parseTextQuery(text.query);
  return (log) => matchesText(query, `${log.message} ${log.name}`.toLowerCase());
};
