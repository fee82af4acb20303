import type { Queries } from "../../db/connection.ts";
import type { Filters } from "../../db/filters/related.ts";
import { type MayHave, soughtBy } from "../../db/run-texts.ts";

/** Whether the task runs of some flow runs are asked for, or some by their ids: few, whatever they are called. */
const areFewAnyway = ({ flow_runs, task_runs }: Filters): boolean =>
  task_runs?.operator !== "or_" &&
  Boolean((flow_runs?.operator !== "or_" && flow_runs?.id?.any_) || task_runs?.flow_run_id?.any_ || task_runs?.id?.any_);

/** Leads to the task runs whose names and tags are asked for, where they are few; undefined where other filters do as well. */
export const findTextHint = async (db: Queries, filters: Filters, { isCounted = false } = {}): Promise<MayHave | undefined> => {
  const sought = areFewAnyway(filters) ? undefined : soughtBy(filters.task_runs);
  return sought === undefined ? undefined : db.dialect.taskRunTexts?.findFew(db, { ...sought, isCounted });
};
