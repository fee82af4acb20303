import type { Automation } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import { invalid, notFound } from "../../errors.ts";
import { findJobVariableProblem } from "../work-pools/job-variables.ts";

/** Refuses job variables that the work pool of the deployment to run would not take (`invalid`, events.md §7.1), and those for an unknown one (`not-found`). */
export const checkJobVariables = async (
  ctx: Pick<Context, "settings">,
  db: Queries,
  { actions }: Pick<Automation, "actions">,
): Promise<void> => {
  const problems: string[] = [];
  for (const action of actions) {
    if (action.type !== "run-deployment" || action.deployment_id === null || action.job_variables === null) continue;
    if (Object.keys(action.job_variables).length === 0) continue;
    const pool = await db
      .selectFrom("deployment")
      .leftJoin("work_queue", "work_queue.id", "deployment.work_queue_id")
      .leftJoin("work_pool", "work_pool.id", "work_queue.work_pool_id")
      .select(["work_pool.base_job_template", "deployment.job_variables"])
      .where("deployment.id", "=", action.deployment_id)
      .executeTakeFirst();
    if (pool === undefined) throw notFound("Deployment not found.");
    if (pool.base_job_template === null) continue;
    const layers = [pool.job_variables, action.job_variables];
    const problem = await findJobVariableProblem(ctx, db, { template: pool.base_job_template, layers, ignoreRequired: false });
    if (problem !== undefined) problems.push(problem.message);
  }
  if (problems.length > 0) throw invalid(`Error creating automation: ${problems.join(" ")}`);
};
