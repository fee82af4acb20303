/** Which events are meant (server.md Appendix A.3). All members must hold; names and ids are compared exactly. */
import {
  Bool,
  Closed,
  Default,
  Instant,
  List,
  MapOf,
  Nullable,
  OneOf,
  Optional,
  Pair,
  type Parsed,
  type Schema,
  type Static,
  Text,
  Union,
} from "../schema.ts";
import { ids, member, TextSearch, texts } from "./members.ts";

/**
 * Patterns by label: `*` and `?` are wildcards, a leading `!` negates, a list holds alternatives, and an empty list holds none.
 * Every label must match.
 */
export const LabelPatterns = MapOf(Union([Text, List(Text)]));
export type LabelPatterns = Parsed<typeof LabelPatterns>;

const labels = member(LabelPatterns);
const oneOrMore = <In, Out>(filter: Schema<In, Out>) => Optional(Nullable(Union([filter, List(filter)])));

/** Both ends belong to the period. Without a start it begins 180 days before today in UTC; without an end it lasts until now. */
export const EventOccurredFilter = Closed({ since: Optional(Instant), until: Optional(Instant) });
export type EventOccurredFilter = Parsed<typeof EventOccurredFilter>;

export const EventNameFilter = Closed({ prefix: texts, exclude_prefix: texts, name: texts, exclude_name: texts });
export type EventNameFilter = Parsed<typeof EventNameFilter>;

/** The resource the event is about. `distinct` keeps the newest event of each. */
export const EventResourceFilter = Closed({ id: texts, id_prefix: texts, labels, distinct: Default(Bool, false) });
export type EventResourceFilter = Parsed<typeof EventResourceFilter>;

/** All members hold for the same related resource; `resources_in_roles` are pairs of id and role. */
export const EventRelatedFilter = Closed({
  id: texts,
  role: texts,
  resources_in_roles: Optional(Nullable(List(Pair(Text, Text)))),
  labels,
});
export type EventRelatedFilter = Parsed<typeof EventRelatedFilter>;

/** The resource the event is about or a related one. */
export const EventAnyResourceFilter = Closed({ id: texts, id_prefix: texts, labels });
export type EventAnyResourceFilter = Parsed<typeof EventAnyResourceFilter>;

export const EventOrder = OneOf("ASC", "DESC");
export type EventOrder = Parsed<typeof EventOrder>;

const shape = Closed({
  occurred: Optional(EventOccurredFilter),
  event: member(EventNameFilter),
  resource: member(EventResourceFilter),
  related: oneOrMore(EventRelatedFilter),
  any_resource: oneOrMore(EventAnyResourceFilter),
  id: Optional(Closed({ id: ids })),
  text: member(TextSearch),
  order: Default(EventOrder, "DESC"),
});
export interface EventFilter extends Parsed<typeof shape> {}
export interface EventFilterInput extends Static<typeof shape> {}
export const EventFilter: Schema<EventFilterInput, EventFilter> = shape;
