import type { JsonObject } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import { conflict, invalid } from "../../errors.ts";
import { findSchemaProblem } from "../../wire/json-schema/validate.ts";
import { checkSchema, findJobVariableProblem } from "./job-variables.ts";

/**
 * Refuses job variables of a run that do not fit the pool of its deployment's queue, laid over the deployment's own
 * (server.md §5.5). Deployments without a queue know no template.
 */
export const checkRunVariables = async (
  ctx: Pick<Context, "settings">,
  db: Queries,
  { queueId, layers, failed }: { readonly queueId: string | null; readonly layers: readonly JsonObject[]; readonly failed: string },
): Promise<void> => {
  if (queueId === null) return;
  const pool = await db
    .selectFrom("work_queue")
    .innerJoin("work_pool", "work_pool.id", "work_queue.work_pool_id")
    .select("work_pool.base_job_template")
    .where("work_queue.id", "=", queueId)
    .executeTakeFirst();
  if (pool === undefined) return;
  checkSchema(pool.base_job_template);
  const problem = await findJobVariableProblem(ctx, db, { template: pool.base_job_template, layers, ignoreRequired: false });
  if (problem !== undefined) throw invalid(`${failed}: ${problem.message}`);
};

/** Refuses job variables of a new deployment that do not fit its pool. What is still missing, a run may give. */
export const checkDeploymentVariables = async (
  ctx: Pick<Context, "settings">,
  db: Queries,
  { template, variables }: { readonly template: JsonObject; readonly variables: JsonObject },
): Promise<void> => {
  if (Object.keys(variables).length === 0) return;
  checkSchema(template);
  const problem = await findJobVariableProblem(ctx, db, { template, layers: [variables], ignoreRequired: true });
  if (problem !== undefined) throw invalid(`Error creating deployment: ${problem.message}`);
};

/** The same where a deployment changes its pool: by themselves, and in the words the protocol has there. */
export const checkChangedVariables = ({ variables: schema }: JsonObject, variables: JsonObject): void => {
  if (typeof schema !== "object" || schema === null) return;
  const problem = findSchemaProblem(variables, schema as JsonObject, { ignoreRequired: true });
  if (problem === undefined) return;
  const reason = problem.message.replace(/^.*?Failure reason: /s, "");
  throw conflict(`Error creating deployment: <ValidationError: ${quoted(reason)}>`);
};

/** Text as the protocol's programs print it: in double quotes where it has single ones. */
const quoted = (text: string): string => (text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replaceAll("'", "\\'")}'`);
