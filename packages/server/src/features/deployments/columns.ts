import type { CreateDeployment, JsonObject, UpdateDeployment } from "@millrace/contract";
import type { DeploymentTable } from "../../db/schema.ts";

const noSchema: JsonObject = { type: "object", properties: {} };

const isEmpty = (object: JsonObject | null | undefined): boolean => !object || Object.keys(object).length === 0;

/** The columns that a request sets: the keys it sent, null meaning none where a column cannot be null (server.md §5.5). */
export const columnsOf = (sent: CreateDeployment | UpdateDeployment): Partial<DeploymentTable> => {
  const { parameter_openapi_schema: schema, pull_steps, concurrency_options, job_variables, parameters, enforce_parameter_schema } = sent;
  const { version, description, paused, tags, path, entrypoint, storage_document_id } = sent;
  const { infrastructure_document_id, work_queue_name } = sent;
  const given = {
    version,
    description,
    paused,
    concurrency_options:
      concurrency_options === undefined || concurrency_options === null ? concurrency_options : { ...concurrency_options },
    tags,
    path,
    entrypoint,
    storage_document_id,
    infrastructure_document_id,
    work_queue_name,
    pull_steps: pull_steps === null ? [] : pull_steps,
    parameter_openapi_schema: schema === undefined ? undefined : isEmpty(schema) ? noSchema : (schema ?? noSchema),
    enforce_parameter_schema: enforce_parameter_schema ?? undefined,
    parameters: parameters ?? undefined,
    job_variables: job_variables ?? undefined,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
};
