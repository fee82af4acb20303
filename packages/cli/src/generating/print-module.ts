/** A TypeScript module with a function for each deployment. */
import type { Deployment } from "@millrace/contract";
import { printParametersType } from "./print-type.ts";

export interface NamedDeployment {
  /** `flow/deployment`. */
  readonly name: string;
  readonly deployment: Deployment;
}

const head = `// Written by "millrace sdk generate" from the deployments of a server. Write it anew when they change.
import { type Flow, runDeployment, type RunDeploymentOptions } from "millrace";

type Options = Omit<RunDeploymentOptions, "parameters">;
`;

/** `CrawlNightly` of `crawl/nightly`; a number tells apart what comes to the same. */
const nameTypes = (names: readonly string[]): readonly string[] => {
  const used = new Map<string, number>();
  return names.map((name) => {
    const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
    const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
    const base = /^\p{L}/u.test(joined) ? joined : `Deployment${joined}`;
    const count = (used.get(base) ?? 0) + 1;
    used.set(base, count);
    return count === 1 ? base : `${base}${count}`;
  });
};

/** Parameters that have to be given: the flow demands them, and the deployment does not bring them. */
const listRequired = ({ parameter_openapi_schema: schema, parameters }: Deployment): readonly string[] => {
  const required = schema?.required;
  return Array.isArray(required) ? required.map(String).filter((name) => !Object.hasOwn(parameters, name)) : [];
};

const printFunction = ({ name, deployment }: NamedDeployment, type: string): string => {
  const key = JSON.stringify(name);
  const parameters = listRequired(deployment).length > 0 ? `parameters: ${type}` : `parameters: ${type} = {}`;
  return `  ${key}: (${parameters}, options: Options = {}) =>\n    runDeployment<Flow<${type}, unknown>>(${key}, { ...options, parameters }),\n`;
};

/** The text of the module: a type of parameters for each deployment, and `deployments`, which runs them by name. */
export const printModule = (deployments: readonly NamedDeployment[]): string => {
  const types = nameTypes(deployments.map(({ name }) => name));
  const typed = deployments.map((one, index) => ({ one, type: types[index] ?? one.name }));
  const declarations = typed.map(({ one: { name, deployment }, type }) => {
    const printed = printParametersType(deployment.parameter_openapi_schema ?? {}, new Set(listRequired(deployment)));
    return `\n/** Parameters of ${name.replaceAll("*/", "* /")}. */\nexport type ${type} = ${printed};\n`;
  });
  const entries = typed.map(({ one, type }) => printFunction(one, type));
  return `${head}${declarations.join("")}\n/** Runs a deployment: \`await deployments["flow/deployment"]({ … })\`. */\nexport const deployments = {\n${entries.join("")}};\n`;
};
