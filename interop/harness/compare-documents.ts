/**
 * Compares two OpenAPI documents by what a client of the first finds with the second: all it sends must be taken, and all it
 * is promised must come. To take more and to promise more is no difference.
 */
import {
  alternativesOf,
  bodyOf,
  coverKinds,
  listKinds,
  type OpenApi,
  type Operation,
  printKinds,
  refName,
  type Schema,
} from "./openapi.ts";

interface Comparison {
  readonly theirs: OpenApi;
  readonly ours: OpenApi;
  /** One line per difference; those inside a named shape begin with its name and are told once. */
  readonly found: Set<string>;
  readonly compared: Set<string>;
}

interface Pair {
  /** Whether the values are sent by the client. */
  readonly sent: boolean;
  readonly theirs: Schema;
  readonly ours: Schema;
}

/** Every difference, sorted. */
export const compareDocuments = (theirs: OpenApi, ours: OpenApi): readonly string[] => {
  const comparison: Comparison = { theirs, ours, found: new Set(), compared: new Set() };
  for (const [path, operations] of Object.entries(theirs.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const where = `${method.toUpperCase()} ${path}`;
      const own = ours.paths[path]?.[method];
      if (own === undefined) comparison.found.add(`${where}: missing`);
      else compareOperations(comparison, where, [operation, own]);
    }
  }
  return [...comparison.found].sort();
};

const compareOperations = (comparison: Comparison, where: string, [their, our]: readonly [Operation, Operation]): void => {
  const { found } = comparison;
  for (const { name, in: place, schema = {} } of their.parameters ?? []) {
    const at = `${where} ${place} ${name}`;
    const own = our.parameters?.find((one) => one.name === name && one.in === place);
    if (own === undefined) found.add(`${at}: missing`);
    else compare(comparison, at, { sent: true, theirs: withoutNull(schema), ours: own.schema ?? {} });
  }
  const mandatory = (their.parameters ?? []).flatMap(({ name, required }) => (required ? [name] : []));
  for (const { name, in: place, required = false } of our.parameters ?? [])
    if (required && !mandatory.includes(name)) found.add(`${where} ${place} ${name}: optional → required`);
  if (their.requestBody !== undefined) {
    if (our.requestBody === undefined) found.add(`${where} body: missing`);
    else {
      if (our.requestBody.required === true && their.requestBody.required !== true) found.add(`${where} body: optional → required`);
      compare(comparison, `${where} body`, { sent: true, theirs: bodyOf(their.requestBody), ours: bodyOf(our.requestBody) });
    }
  } else if (our.requestBody?.required === true) found.add(`${where} body: none → required`);
  for (const [status, reply] of Object.entries(their.responses ?? {}).filter(([code]) => code < "400")) {
    const own = our.responses?.[status];
    if (own === undefined) found.add(`${where} ${status}: missing`);
    else if (reply.content !== undefined)
      compare(comparison, `${where} ${status}`, { sent: false, theirs: bodyOf(reply), ours: bodyOf(own) });
  }
};

/** Outside bodies there is no null to send. */
const withoutNull = (schema: Schema): Schema =>
  schema.anyOf === undefined ? schema : { anyOf: schema.anyOf.filter(({ type }) => type !== "null") };

const compare = (comparison: Comparison, where: string, { sent, theirs, ours }: Pair): void => {
  const name = theirs.$ref === undefined ? undefined : refName(theirs.$ref);
  // Shapes of one request alone have names made up from its path, which tell no more than the path.
  const place = name === undefined || name.startsWith("Body_") ? where : name;
  const key = `${place} ${sent} ${ours.$ref ?? where}`;
  if (name !== undefined && comparison.compared.has(key)) return;
  comparison.compared.add(key);
  const [their, our] = [alternativesOf(comparison.theirs, theirs), alternativesOf(comparison.ours, ours)];
  const [theirKinds, ourKinds] = [listKinds(their), listKinds(our)];
  if (!(sent ? coverKinds(ourKinds, theirKinds) : coverKinds(theirKinds, ourKinds)))
    comparison.found.add(`${place}: ${printKinds(theirKinds)} → ${printKinds(ourKinds)}`);
  for (const type of ["array", "object"]) {
    const [each, own] = [their, our].map((schemas) => schemas.filter((schema) => schema.type === type)) as [Schema[], Schema[]];
    for (const one of own.length === 1 && each.length > 1 ? merge(each) : each) {
      const [closest] = own.toSorted((a, b) => likeness(one, b) - likeness(one, a));
      if (closest !== undefined) compareInside(comparison, place, { sent, theirs: one, ours: closest });
    }
  }
};

/** Shapes of which one of ours takes the place: what any of them may hold, what all of them do. */
const merge = (shapes: readonly Schema[]): readonly Schema[] => {
  if (shapes.every(({ type }) => type === "array")) return [{ type: "array", items: { anyOf: shapes.map(({ items = {} }) => items) } }];
  if (shapes.some(({ properties }) => properties === undefined)) return shapes;
  const keys = new Set(shapes.flatMap(({ properties = {} }) => Object.keys(properties)));
  const membersOf = (key: string): Schema => ({ anyOf: shapes.flatMap(({ properties = {} }) => properties[key] ?? []) });
  return [
    {
      type: "object",
      properties: Object.fromEntries([...keys].map((key) => [key, membersOf(key)])),
      required: [...keys].filter((key) => shapes.every(({ required = [] }) => required.includes(key))),
    },
  ];
};

/** How much two shapes are alike, so that each is compared with the one it stands for. */
const likeness = ({ properties: one = {} }: Schema, { properties: other = {} }: Schema): number => {
  const shared = Object.keys(one).filter((key) => coverKinds(listKinds([other[key] ?? {}]), listKinds([one[key] ?? {}])) && key in other);
  const differing = Object.keys(one).filter((key) => key in other && !shared.includes(key));
  return shared.length - 10 * differing.length - Math.max(Object.keys(one).length, Object.keys(other).length) / 100;
};

const valuesOf = ({ additionalProperties }: Schema): Schema => (typeof additionalProperties === "object" ? additionalProperties : {});

const compareInside = (comparison: Comparison, where: string, { sent, theirs, ours }: Pair): void => {
  const { found } = comparison;
  if (theirs.items !== undefined) compare(comparison, `${where}[]`, { sent, theirs: theirs.items, ours: ours.items ?? {} });
  if (theirs.properties === undefined) {
    const own = ours.properties === undefined ? [valuesOf(ours)] : Object.values(ours.properties);
    if (typeof theirs.additionalProperties === "object")
      for (const value of own) compare(comparison, `${where}{}`, { sent, theirs: valuesOf(theirs), ours: value });
    return;
  }
  if (ours.properties === undefined) {
    // Any object takes what objects with certain fields take, but promises none of the fields.
    if (!sent) found.add(`${where}: object with fields → any object`);
    return;
  }
  if (sent && ours.additionalProperties === false && theirs.additionalProperties !== false) found.add(`${where}: unknown keys → refused`);
  for (const name of ours.required ?? [])
    if (sent && !(theirs.required?.includes(name) ?? false)) found.add(`${where}.${name}: optional → required`);
  for (const [name, property] of Object.entries(theirs.properties)) {
    const own = ours.properties[name];
    if (own === undefined) found.add(`${where}.${name}: missing`);
    else compare(comparison, `${where}.${name}`, { sent, theirs: property, ours: own });
    if (!sent && theirs.required?.includes(name) && own !== undefined && !ours.required?.includes(name))
      found.add(`${where}.${name}: required → optional`);
  }
};
