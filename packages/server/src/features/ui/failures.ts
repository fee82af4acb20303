import type { BriefFlowRun, FailureGroup, Overview } from "@millrace/contract";
import { compareInstants } from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import { allOf } from "../../db/filters/members.ts";
import { type Filters, flowRunsWhere } from "../../db/filters/related.ts";
import { listBriefRuns } from "./brief-runs.ts";
import type { Period } from "./periods.ts";

/** Runs of each type that are looked at, the last ones. */
const mostExamined = 500;
const mostGroups = 20;
const longestLine = 300;

const uuid = /\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b/gi;
const address = /\b0x[0-9a-f]+\b/gi;
const quoted = /'[^']*'|"[^"]*"/g;
const digits = /\d+(?:[.:]\d+)*/g;

const firstLine = (message: string): string => (message.trimStart().split("\n", 1)[0] ?? "").trimEnd().slice(0, longestLine);

/** What a message has in common with others of the same error: without ids, numbers and what stands in quotes. */
export const signatureOf = (message: string | null): string =>
  firstLine(message ?? "")
    .replaceAll(uuid, "…")
    .replaceAll(address, "…")
    .replaceAll(quoted, "'…'")
    .replaceAll(digits, "#") || "No message";

interface Ended {
  readonly run: BriefFlowRun;
  readonly message: string | null;
}

const byTime = (one: Ended, other: Ended): number => compareInstants(other.run.state_timestamp ?? "", one.run.state_timestamp ?? "");

/** The last runs that ended badly in a period, grouped by what went wrong; the one that happens most comes first. */
export const listFailures = async (ctx: Context, filters: Filters, period: Period): Promise<Overview["failures"]> => {
  const both = await Promise.all([
    listEnded(ctx, { filters, period, type: "FAILED" }),
    listEnded(ctx, { filters, period, type: "CRASHED" }),
  ]);
  const ended = both.flat().sort(byTime);
  const groups = Map.groupBy(ended, ({ run, message }) => `${run.flow_id} ${signatureOf(message)}`);
  const failures = [...groups.values()].flatMap((group): FailureGroup[] => {
    const [last] = group;
    if (last === undefined) return [];
    const { flow_id, flow_name } = last.run;
    const message = last.message === null ? null : firstLine(last.message);
    return [{ flow_id, flow_name, signature: signatureOf(last.message), message, count: group.length, last_run: last.run }];
  });
  failures.sort((one, other) => other.count - one.count);
  return {
    groups: failures.slice(0, mostGroups),
    examined: ended.length,
    is_truncated: failures.length > mostGroups || both.some((list) => list.length === mostExamined),
  };
};

interface Wanted {
  readonly filters: Filters;
  readonly period: Period;
  readonly type: "FAILED" | "CRASHED";
}

const listEnded = async (ctx: Context, { filters, period: { start, end }, type }: Wanted): Promise<Ended[]> => {
  const { dialect, heavyRead } = ctx.db;
  const own = sql<SqlBool>`flow_run.state_type = ${sql.lit(type)} and flow_run.state_timestamp >= ${dialect.time(start)}
    and flow_run.state_timestamp <= ${dialect.time(end)}`;
  const where = allOf([own, flowRunsWhere(dialect, filters)]) ?? own;
  const runs = await listBriefRuns(heavyRead, { where, by: "state_timestamp", isLatestFirst: true, limit: mostExamined });
  if (runs.length === 0) return [];
  const states = await heavyRead
    .selectFrom("flow_run")
    .innerJoin("flow_run_state", "flow_run_state.id", "flow_run.state_id")
    .select(["flow_run.id", "flow_run_state.message"])
    .where(
      "flow_run.id",
      "in",
      runs.map(({ id }) => id),
    )
    .execute();
  const messages = new Map(states.map(({ id, message }) => [id, message]));
  return runs.map((run) => ({ run, message: messages.get(run.id) ?? null }));
};
