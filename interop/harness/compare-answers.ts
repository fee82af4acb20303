import { normalizeAnswer } from "./normalize.ts";
import type { Answer } from "./replay.ts";

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

/** Where a refused body is wrong. What the reference calls its inner classes, and its library's words, are its own. */
const wherePlaces = (detail: unknown): readonly string[] => {
  const places = Array.isArray(detail) ? detail.filter(isFields).map(({ loc }) => (Array.isArray(loc) ? loc.slice(0, 2) : loc)) : [detail];
  return [...new Set(places.map((place) => JSON.stringify(place)))].sort();
};

const isSorted = ([, body]: Answer["exchange"]): boolean => isFields(body) && typeof body.sort === "string" && !body.sort.startsWith("ID_");

/** Lists that nobody asked to sort come in the order of ids, which are random on the reference. */
const inAnyOrder = (items: readonly unknown[]): readonly unknown[] =>
  [...items].sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)));

/** One answer as it can be compared with the other server's. */
export const comparable = ({ exchange, status, body }: Answer): Fields => {
  if (isFields(body) && "exception_detail" in body)
    return { status, message: body.exception_message, wrong: wherePlaces(body.exception_detail) };
  const normal = normalizeAnswer(body);
  return { status, body: Array.isArray(normal) && !isSorted(exchange) ? inAnyOrder(normal) : normal };
};
