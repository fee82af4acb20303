import type { Deployment } from "@millrace/contract";

/** Parameters that a run needs and the deployment does not give: without them it cannot be started by one click. */
export const missingInputs = ({
  parameter_openapi_schema: schema,
  parameters,
}: Pick<Deployment, "parameter_openapi_schema" | "parameters">) => {
  const required = schema?.required;
  if (!Array.isArray(required)) return [];
  return required.filter((name): name is string => typeof name === "string" && !Object.hasOwn(parameters, name));
};
