import { EventFilter, type JsonSchema, LogFilter, type Route, routes } from "../../packages/contract/src/index.ts";
import { findFieldRows, listShapes, printAlternatives, printSchema, type Shape } from "./shapes.ts";
import { printPage, printTable } from "./table.ts";

const headings: Readonly<Record<string, string>> = { admin: "The server itself", sockets: "WebSockets" };

const headingOf = (noun: string): string => {
  const words = noun.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return headings[noun] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

const printIn = ({ query, body }: Route): string =>
  [query === undefined ? "" : `query: ${printSchema(query)}`, body === undefined ? "" : printSchema(body)]
    .filter((part) => part !== "")
    .join(" · ");

const printOut = ({ replies, type }: Route): string => {
  const printed = new Map<string, string[]>();
  for (const [status, schema] of Object.entries(replies)) {
    const shape = schema === null ? "nothing" : printSchema(schema);
    printed.set(shape, [...(printed.get(shape) ?? []), status]);
  }
  const outcome = [...printed].map(([shape, statuses]) => `${statuses.join(", ")}: ${shape}`).join(" · ");
  return type === undefined ? outcome : `${outcome}, as ${type.split(";")[0]}`;
};

const printPath = ({ method, path, access, summary }: Route): string => {
  const who = access === "open" ? "Open to all." : "";
  const about = [summary ?? "", who].filter((part) => part !== "").join(" ");
  return `\`${access === "websocket" ? "WS" : method} ${path}\`${about === "" ? "" : ` ${about}`}`;
};

const allRoutes: readonly (readonly [string, readonly Route[]])[] = Object.entries(routes).map(([noun, table]) => [
  noun,
  Object.values<Route>(table),
]);

const printShapeSection = ({ name, schema }: Shape): string => {
  const rows = findFieldRows(schema);
  return `### ${name}\n\n${rows === undefined ? `${printAlternatives(schema)}.` : printTable(["Field", "Holds", "Unless given"], rows)}`;
};

const schemasOf = ({ query, body, replies }: Route): readonly JsonSchema[] =>
  [query, body, ...Object.values(replies)].filter((schema) => schema !== undefined && schema !== null);

/** Shapes that only messages on WebSockets have. */
const messageSchemas: readonly JsonSchema[] = [EventFilter, LogFilter];

/** The reference of every route and shape, as Markdown. */
export const apiPage = (): string =>
  printPage([
    "# API",
    "Paths are under `/api`. What differs from this is refused with status 422 and the place of the mistake: see [reading the API](../guides/api.md). A field with a question mark may be left out. With an auth string set, every route but those marked open wants the credentials.",
    ...allRoutes.flatMap(([noun, table]) => [
      `## ${headingOf(noun)}`,
      table.some(({ access }) => access === "websocket")
        ? printTable(
            ["Route"],
            table.map((route) => [printPath(route)]),
          )
        : printTable(
            ["Route", "In", "Out"],
            table.map((route) => [printPath(route), printIn(route), printOut(route)]),
          ),
    ]),
    "## Shapes",
    ...listShapes([...messageSchemas, ...allRoutes.flatMap(([, table]) => table.flatMap(schemasOf))]).map(printShapeSection),
  ]);
