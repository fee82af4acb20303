import type { CreateDeployment, UpdateDeployment } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { findSchemaMistake } from "../../wire/json-schema/find-schema-mistake.ts";
import { findSchemaProblem } from "../../wire/json-schema/validate.ts";
import { checkParameterSize } from "../../wire/parameter-size.ts";
import { InvalidRequest, valueProblem } from "../../wire/problems.ts";

/** Refuses two limits at once. */
export const checkLimits = (input: CreateDeployment | UpdateDeployment): void => {
  const { concurrency_limit: own, global_concurrency_limit_id: shared } = input;
  if (own && shared) {
    const message = "A deployment cannot have both a concurrency limit and a global concurrency limit.";
    throw new InvalidRequest([valueProblem(["body"], message, input)], input);
  }
};

/** Refuses parameters that are too large. Where a schema is sent that is to be enforced: one that is none, and parameters that do not fit it. */
export const checkParameters = (ctx: Context, input: CreateDeployment): void => {
  const { parameters = {}, parameter_openapi_schema: schema, enforce_parameter_schema: enforced } = input;
  const { maxParameterSize } = ctx.settings;
  checkParameterSize(maxParameterSize, { value: parameters, body: input });
  checkParameterSize(maxParameterSize, { value: schema, at: ["parameter_openapi_schema"], body: input });
  if (enforced !== true || !schema) return;
  const mistake = findSchemaMistake(schema);
  const problem =
    mistake === undefined
      ? findSchemaProblem(parameters, schema, { ignoreRequired: true, asWritten: true })?.message
      : `The provided schema is not a valid json schema. Schema error: ${mistake}`;
  if (problem !== undefined) throw new InvalidRequest([valueProblem(["body"], problem, input)], input);
};
