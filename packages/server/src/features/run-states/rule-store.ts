import type { State } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { EnclosingFlowRun, RuleStore } from "../../orchestration/rule-store.ts";
import { type Asker, createLimitStore } from "../concurrency-limits/limit-store.ts";
import { stateColumns, toState } from "./queries.ts";
import { findScheduleStanding } from "./schedule-standing.ts";

/** Answers the rules' questions from a running transaction. */
export const createRuleStore = (ctx: Context, tx: Tx, asker: Asker): RuleStore => {
  const flowRuns = new Map<string, Promise<EnclosingFlowRun | undefined>>();
  return {
    ...createLimitStore(ctx, tx, asker),
    findScheduleStanding: (run, now) => findScheduleStanding(tx, run, now),
    findFlowRun(id) {
      const known = flowRuns.get(id) ?? findEnclosingFlowRun(tx, id);
      flowRuns.set(id, known);
      return known;
    },
    findCachedState: (key, now) => findCachedState(tx, key, now),
  };
};

const findEnclosingFlowRun = async (tx: Tx, id: string): Promise<EnclosingFlowRun | undefined> => {
  const row = await tx
    .selectFrom("flow_run")
    .leftJoin("flow_run_state", "flow_run_state.id", "flow_run.state_id")
    .select(["flow_run.id", "flow_run.run_count", "flow_run_state.type", "flow_run_state.state_details"])
    .where("flow_run.id", "=", id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { type, state_details } = row;
  return { id: row.id, run_count: row.run_count, state: type === null || state_details === null ? null : { type, state_details } };
};

const findCachedState = async (tx: Tx, key: string, now: string): Promise<State | undefined> => {
  const row = await tx
    .selectFrom("task_run_state_cache")
    .innerJoin("task_run_state", "task_run_state.id", "task_run_state_cache.task_run_state_id")
    .select(stateColumns("task_run_state"))
    .where("task_run_state_cache.cache_key", "=", key)
    .where((or) => or.or([or("task_run_state_cache.cache_expiration", "is", null), or("task_run_state_cache.cache_expiration", ">", now)]))
    .orderBy("task_run_state_cache.created", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : toState(row);
};
