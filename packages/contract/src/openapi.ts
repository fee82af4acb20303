/** The route table as an OpenAPI 3.1 document. */
import type { Route, Routes } from "./route.ts";
import { Bool, type JsonSchema, List, Nullable, Open, Text } from "./schema.ts";
import { type NamedShapes, nameShapes } from "./shape-names.ts";

type Printed = Readonly<Record<string, unknown>>;

/** Replies hold every field, those included that a request may leave out; so a shape may read differently in each. */
type Direction = "in" | "out";

interface OpenApiSource {
  readonly routes: Readonly<Record<string, Routes>>;
  /** Modules whose exported schemas keep their names in the document. */
  readonly shapes: readonly object[];
  /** The version of the protocol. */
  readonly version: string;
  /** The path all routes stand under. */
  readonly basePath: string;
}

/** Prints every route that is called by HTTP. Sockets are described by their guide alone. */
export const createOpenApi = ({ routes, shapes, version, basePath }: OpenApiSource): Printed => {
  const printer = createPrinter(nameShapes(...shapes, { Refusal, InvalidRequest }));
  const paths: Record<string, Record<string, Printed>> = {};
  for (const [noun, table] of Object.entries(routes)) {
    for (const [name, route] of Object.entries(table)) {
      if (route.access === "websocket") continue;
      const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: printOperation(route, `${noun}.${name}`, printer) };
    }
  }
  return {
    openapi: "3.1.0",
    info: { title: "Millrace", version, description: "Every route a server answers. Times are UTC, durations are seconds." },
    servers: [{ url: basePath }],
    tags: Object.keys(routes).flatMap((name) => (name === "sockets" ? [] : [{ name }])),
    // Credentials are asked for only where the server has an auth string.
    security: [{}, { basic: [] }],
    paths,
    components: { schemas: printer.components(), securitySchemes: { basic: { type: "http", scheme: "basic" } } },
  };
};

const Refusal = Open({ detail: Text });

const InvalidRequest = Open({
  exception_message: Text,
  exception_detail: List(Open({ type: Text, loc: List({}), msg: Text, input: {} })),
  request_body: {},
});

interface Printer {
  readonly print: (schema: JsonSchema, direction: Direction) => Printed;
  /** The named shapes printed so far. */
  readonly components: () => Printed;
}

const childrenOf = ({ anyOf = [], items, prefixItems = [], properties = {}, additionalProperties }: JsonSchema): readonly JsonSchema[] => [
  ...anyOf,
  ...(items === undefined ? [] : [items]),
  ...prefixItems,
  ...Object.values(properties),
  ...(typeof additionalProperties === "object" ? [additionalProperties] : []),
];

const hasDefaults = (schema: JsonSchema): boolean =>
  Object.values(schema.properties ?? {}).some((property) => property.default !== undefined) || childrenOf(schema).some(hasDefaults);

const requiredOf = ({ required = [], properties = {} }: JsonSchema, direction: Direction): readonly string[] =>
  direction === "in"
    ? required
    : Object.keys(properties).filter((name) => required.includes(name) || properties[name]?.default !== undefined);

/** Null for a parameter of a body means its default (server.md §1.3). */
const orNull = (schema: JsonSchema): JsonSchema => {
  if (schema.anyOf?.some(({ type }) => type === "null")) return schema;
  const { default: value, ...given } = schema;
  return { ...Nullable(given), ...(value === undefined ? {} : { default: value }) };
};

/** A duration goes out as seconds, and comes in as seconds or as text. */
const printDuration = ({ default: value, ...seconds }: JsonSchema, direction: Direction): Printed => {
  const number = { ...seconds, format: "time-delta" };
  const initial = value === undefined ? {} : { default: value };
  return direction === "out" ? { ...number, ...initial } : { anyOf: [number, { type: "string", format: "duration" }], ...initial };
};

const createPrinter = ({ schemas, nameOf }: NamedShapes): Printer => {
  const components = new Map<string, Printed>();

  const print = (schema: JsonSchema, direction: Direction): Printed => {
    const name = nameOf(schema);
    if (name === undefined) return printWhole(schema, direction);
    const key = direction === "in" && hasDefaults(schema) ? `${name}Input` : name;
    if (!components.has(key)) {
      components.set(key, {});
      components.set(key, printWhole(schemas.get(name) ?? schema, direction));
    }
    return { $ref: `#/components/schemas/${key}`, ...(schema.default === undefined ? {} : { default: schema.default }) };
  };

  const printWhole = (schema: JsonSchema, direction: Direction): Printed => {
    if (schema.format === "duration") return printDuration(schema, direction);
    const { "x-parameters": _, "x-keep-offset": __, "x-discriminator": ___, "x-lenient": ____, ...rest } = schema;
    const { "x-one-line": _____, required: ______, ...kept } = rest;
    const { items, prefixItems, properties, additionalProperties, anyOf } = kept;
    const list = (members: readonly JsonSchema[]) => members.map((member) => print(member, direction));
    const printProperty = ([name, property]: readonly [string, JsonSchema]): readonly [string, Printed] => {
      const mayBeNull = direction === "in" && schema["x-parameters"] === true && !schema.required?.includes(name);
      return [name, print(mayBeNull ? orNull(property) : property, direction)];
    };
    const required = requiredOf(schema, direction);
    return {
      ...kept,
      ...(items === undefined ? {} : { items: print(items, direction) }),
      ...(prefixItems === undefined ? {} : { prefixItems: list(prefixItems) }),
      ...(anyOf === undefined ? {} : { anyOf: list(anyOf) }),
      ...(required.length === 0 ? {} : { required }),
      ...(properties === undefined ? {} : { properties: Object.fromEntries(Object.entries(properties).map(printProperty)) }),
      ...(typeof additionalProperties === "object" ? { additionalProperties: print(additionalProperties, direction) } : {}),
    };
  };

  return {
    print,
    components: () => Object.fromEntries([...components].toSorted(([one], [other]) => (one < other ? -1 : 1))),
  };
};

const header = (name: string, schema: JsonSchema): Printed => ({ name, in: "header", required: false, schema });

/** These routes answer clients of any version. */
const versionless = new Set(["/health", "/version"]);

/** A page that only looks says so, which is no poll (server.md §1.5). */
const polls = "/work_queues/:id/get_runs";

const printParameters = ({ path, params, query }: Route, { print }: Printer): readonly Printed[] => [
  ...Object.entries(params?.properties ?? {}).map(([name, schema]) => ({ name, in: "path", required: true, schema: print(schema, "in") })),
  ...Object.entries(query?.properties ?? {}).map(([name, schema]) => ({
    name,
    in: "query",
    required: query?.required?.includes(name) ?? false,
    schema: print(schema, "in"),
  })),
  ...(path === polls ? [header("x-prefect-ui", Bool)] : []),
  ...(versionless.has(path) ? [] : [header("x-prefect-api-version", Text)]),
];

const meanings: Readonly<Record<string, string>> = { 200: "Done.", 201: "Created.", 202: "Taken.", 204: "Done; there is nothing to tell." };

const printReplies = ({ replies, type = "application/json" }: Route, { print }: Printer): Printed =>
  Object.fromEntries(
    Object.entries(replies).map(([status, schema]) => {
      const description = meanings[status] ?? "Done.";
      if (schema === null) return [status, { description }];
      return [status, { description, content: { [type.split(";")[0] ?? type]: { schema: print(schema, "out") } } }];
    }),
  );

const printRefusal = (description: string, schema: JsonSchema, { print }: Printer): Printed => ({
  description,
  content: { "application/json": { schema: print(schema, "out") } },
});

/** A body of parameters may be left out when each of them may (server.md §1.3). */
const needsBody = (body: JsonSchema): boolean =>
  body.default === undefined && !(body["x-parameters"] === true && (body.required ?? []).length === 0);

const printOperation = (route: Route, operationId: string, printer: Printer): Printed => {
  const { summary, access, body } = route;
  return {
    operationId,
    tags: [operationId.split(".")[0]],
    ...(summary === undefined ? {} : { summary }),
    ...(access === "open" ? { security: [] } : {}),
    parameters: printParameters(route, printer),
    ...(body === undefined
      ? {}
      : { requestBody: { required: needsBody(body), content: { "application/json": { schema: printer.print(body, "in") } } } }),
    responses: {
      ...printReplies(route, printer),
      422: printRefusal("The request does not fit; `exception_detail` says where and why.", InvalidRequest, printer),
      default: printRefusal("Refused; `detail` says why.", Refusal, printer),
    },
  };
};
