import { InvalidParameters } from "../errors.ts";
import { type ParameterSource, parameterSchema } from "./parameter-schema.ts";
import { printIssue } from "./standard-schema.ts";

export type GivenParameters = Readonly<Record<string, unknown>>;

/** Forms send null for a parameter left empty (sdk.md §6). Null stays where the schema asks for the parameter. */
const dropEmpty = (source: ParameterSource, given: GivenParameters): GivenParameters => {
  if (!Object.values(given).includes(null)) return given;
  const { required } = parameterSchema(source);
  const isRequired = (name: string): boolean => Array.isArray(required) && required.includes(name);
  return Object.fromEntries(Object.entries(given).filter(([name, value]) => value !== null || isRequired(name)));
};

/** What the flow's body gets for the parameters given. Throws `InvalidParameters` naming each that does not fit. */
export const parseParameters = async (source: ParameterSource, given: GivenParameters): Promise<unknown> => {
  const values = dropEmpty(source, given);
  if (source.parameters === undefined) return values;
  const schema = source.parameters["~standard"];
  const strict = await schema.validate(given);
  const result = strict.issues === undefined || values === given ? strict : await schema.validate(values);
  if (result.issues === undefined) return result.value;
  throw new InvalidParameters(result.issues.map(printIssue).join("\n"));
};
