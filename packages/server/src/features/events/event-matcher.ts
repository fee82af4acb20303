import {
  type EventAnyResourceFilter,
  type EventFilter,
  type EventNameFilter,
  type EventRelatedFilter,
  type EventResourceFilter,
  type LabelPatterns,
  type ReceivedEvent,
  toMicros,
} from "@millrace/contract";
import { matchesText, parseTextQuery } from "../../wire/text-query.ts";

type Maybe<T> = T | null | undefined;
type Labels = Readonly<Record<string, string>>;
type MatchLabels = (labels: Labels) => boolean;
export type MatchEvent = (event: ReceivedEvent) => boolean;

/**
 * The test an event filter puts an event to, the same for past events and new ones (events.md §6.2). Unlike the
 * reference, related resources count for new events too, and a period without an end stays open.
 */
export const matchEvent = (filter: EventFilter): MatchEvent => {
  const tests: MatchEvent[] = [];
  const add = (test: MatchEvent | undefined): void => void (test !== undefined && tests.push(test));
  add(matchOccurred(filter));
  add(matchName(filter.event));
  add(matchResource(filter.resource));
  for (const related of listOf(filter.related)) add(matchRelated(related));
  for (const resource of listOf(filter.any_resource)) add(matchAnyResource(resource));
  const ids = chosen(filter.id?.id);
  if (ids !== undefined) add((event) => ids.has(event.id));
  if (filter.text) {
    const query = parseTextQuery(filter.text.query);
    add((event) => matchesText(query, searchedText(event)));
  }
  return (event) => tests.every((test) => test(event));
};

const searchedText = ({ event, resource, related, payload }: ReceivedEvent): string =>
  `${event} ${JSON.stringify(resource)} ${JSON.stringify(related)} ${JSON.stringify(payload)}`.toLowerCase();

const listOf = <T extends object>(value: Maybe<T | readonly T[]>): readonly T[] => {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
};

/** The values of a list; an empty list asks for nothing, like none at all. */
const chosen = (values: Maybe<readonly string[]>): ReadonlySet<string> | undefined =>
  values === null || values === undefined || values.length === 0 ? undefined : new Set(values);

const prefixes = (values: Maybe<readonly string[]>): ((text: string) => boolean) | undefined =>
  values && values.length > 0 ? (text) => values.some((prefix) => text.startsWith(prefix)) : undefined;

const matchOccurred = ({ occurred }: EventFilter): MatchEvent | undefined => {
  if (occurred === undefined) return undefined;
  const since = occurred.since === undefined ? Number.NEGATIVE_INFINITY : toMicros(occurred.since);
  const until = occurred.until === undefined ? Number.POSITIVE_INFINITY : toMicros(occurred.until);
  return (event) => {
    const micros = toMicros(event.occurred);
    return since <= micros && micros <= until;
  };
};

const matchName = (filter: Maybe<EventNameFilter>): MatchEvent | undefined => {
  if (!filter) return undefined;
  const [names, excluded] = [chosen(filter.name), chosen(filter.exclude_name)];
  const [starts, excludedStarts] = [prefixes(filter.prefix), prefixes(filter.exclude_prefix)];
  return ({ event }) =>
    (names?.has(event) ?? true) && (starts?.(event) ?? true) && !(excluded?.has(event) ?? false) && !(excludedStarts?.(event) ?? false);
};

const idOf = (labels: Labels): string => labels["prefect.resource.id"] ?? "";
const roleOf = (labels: Labels): string => labels["prefect.resource.role"] ?? "";

const matchResource = (filter: Maybe<EventResourceFilter>): MatchEvent | undefined => {
  if (!filter) return undefined;
  const test = matchIdentified(filter);
  return (event) => test(event.resource);
};

const matchIdentified = ({ id, id_prefix, labels }: Pick<EventResourceFilter, "id" | "id_prefix" | "labels">): MatchLabels => {
  const [ids, starts, patterns] = [chosen(id), prefixes(id_prefix), matchLabels(labels)];
  return (resource) => (ids?.has(idOf(resource)) ?? true) && (starts?.(idOf(resource)) ?? true) && patterns(resource);
};

/** All members hold for the same related resource. */
const matchRelated = (filter: EventRelatedFilter): MatchEvent => {
  const [ids, roles, patterns] = [chosen(filter.id), chosen(filter.role), matchLabels(filter.labels)];
  const pairs = filter.resources_in_roles ?? [];
  const inRole: MatchLabels = (resource) =>
    pairs.length === 0 || pairs.some(([id, role]) => idOf(resource) === id && roleOf(resource) === role);
  const asksNothing = ids === undefined && roles === undefined && pairs.length === 0 && !filter.labels;
  const test: MatchLabels = (resource) =>
    (ids?.has(idOf(resource)) ?? true) && (roles?.has(roleOf(resource)) ?? true) && inRole(resource) && patterns(resource);
  return (event) => asksNothing || event.related.some(test);
};

const matchAnyResource = (filter: EventAnyResourceFilter): MatchEvent => {
  const test = matchIdentified(filter);
  return (event) => test(event.resource) || event.related.some(test);
};

/** Labels by pattern. A label that is missing meets no pattern, not even a negated one. */
const matchLabels = (patterns: Maybe<LabelPatterns>): MatchLabels => {
  const tests = Object.entries(patterns ?? {}).map(
    ([label, pattern]) => [label, (typeof pattern === "string" ? [pattern] : pattern).map(matchPattern)] as const,
  );
  return (labels) =>
    tests.every(([label, alternatives]) => {
      const value = Object.hasOwn(labels, label) ? labels[label] : undefined;
      return value !== undefined && alternatives.some((test) => test(value));
    });
};

/** `*` is any text, `?` one character, a leading `!` turns the pattern round; a second one is a character like any other. */
const matchPattern = (pattern: string): ((value: string) => boolean) => {
  if (!pattern.startsWith("!")) return matchBare(pattern);
  const test = matchBare(pattern.slice(1));
  return (value) => !test(value);
};

const matchBare = (pattern: string): ((value: string) => boolean) => {
  if (!/[*?]/.test(pattern)) return (value) => value === pattern;
  const parts = pattern.replaceAll(/\*+/g, "*").split("*");
  return (value) => matchesParts(value, parts);
};

/** Finds the parts between the stars one after the other, leftmost first; linear, unlike a regular expression made from a pattern. */
const matchesParts = (value: string, parts: readonly string[]): boolean => {
  const [first = "", ...others] = parts;
  if (!fitsAt(value, first, 0)) return false;
  const last = others.pop();
  if (last === undefined) return value.length === first.length;
  let from = first.length;
  for (const part of others) {
    while (from <= value.length - part.length && !fitsAt(value, part, from)) from++;
    if (from > value.length - part.length) return false;
    from += part.length;
  }
  return value.length - last.length >= from && fitsAt(value, last, value.length - last.length);
};

const fitsAt = (value: string, part: string, at: number): boolean => {
  if (at + part.length > value.length) return false;
  for (let index = 0; index < part.length; index++) {
    if (part[index] !== "?" && part[index] !== value[at + index]) return false;
  }
  return true;
};
