import { type Exchange, nowhere, raw } from "./exchange.ts";

/** As much of the reference's own document as probes are made of. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, BodySchema>> };
}

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: { readonly format?: string } }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: BodySchema }>> };
}

export interface BodySchema {
  readonly $ref?: string;
  readonly anyOf?: readonly BodySchema[];
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly items?: BodySchema;
  readonly properties?: Readonly<Record<string, BodySchema>>;
}

/** What no field takes, what many take, and what only some take. */
const wrongValues: readonly unknown[] = [{ wrong: [1] }, null, "wrong", -1];

const wrongBodies: readonly unknown[] = [undefined, raw("{"), raw("null"), [], {}, "text"];

const fieldsOf = (schema: BodySchema, { components }: ApiDocument): readonly string[] => {
  const found = schema.$ref === undefined ? schema : components.schemas[schema.$ref.split("/").at(-1) ?? ""];
  return Object.keys(found?.properties ?? {});
};

const probeOperation = (ask: string, operation: Operation, document: ApiDocument): readonly Exchange[] => {
  const schema = operation.requestBody?.content["application/json"]?.schema;
  if (schema === undefined) return [[ask]];
  const wrongFields = fieldsOf(schema, document).flatMap((field) => wrongValues.map((value) => ({ [field]: value })));
  return [...wrongBodies, ...wrongFields].map((body) => [ask, body] as const);
};

/** The path with ids that nothing has, and the path with what is no id. */
const fillIn = (path: string, { parameters = [] }: Operation): readonly string[] => {
  const isId = (name: string) => parameters.some((each) => each.in === "path" && each.name === name && each.schema.format === "uuid");
  const withIds = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (isId(name) ? nowhere : "none"));
  return [withIds, path.replaceAll(/\{\w+\}/g, "no-id")];
};

/** Wrong requests for every operation of the document: no body, no JSON, and each field of the body with values it may not have. */
export const makeProbes = (document: ApiDocument): readonly Exchange[] =>
  Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]): readonly Exchange[] => {
      const [withIds = path, withoutIds = path] = fillIn(path, operation).map((filled) => `${method.toUpperCase()} ${filled}`);
      const probes = probeOperation(withIds, operation, document);
      const withoutId: Exchange = operation.requestBody === undefined ? [withoutIds] : [withoutIds, {}];
      return withIds === withoutIds ? probes : [...probes, withoutId];
    }),
  );
