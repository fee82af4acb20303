/** An event: something that happened to a resource, told by whoever saw it (server.md Appendix A). */
import { route } from "./route.ts";
import { Default, Instant, JsonObject, List, MapOf, Nullable, Open, type Parsed, Prose, type Static, Text, Uuid, With } from "./schema.ts";

/** Labels of a thing that events are about. The id label is there and not empty. */
export const Resource = With(MapOf(Prose), { required: ["prefect.resource.id"] });
export type Resource = Parsed<typeof Resource>;

/** A resource with the part it plays in an event, as a label too. */
export const RelatedResource = With(MapOf(Prose), { required: ["prefect.resource.id", "prefect.resource.role"] });
export type RelatedResource = Parsed<typeof RelatedResource>;

/** An event as it is sent. The sender chooses its id, so that sending it again changes nothing. */
export const Event = Open({
  occurred: Instant,
  event: Prose,
  resource: Resource,
  related: Default(List(RelatedResource), []),
  payload: Default(JsonObject, {}),
  id: Uuid,
  /** The event that is known to have come before. */
  follows: Default(Nullable(Uuid), null),
});
export type Event = Parsed<typeof Event>;
export type EventInput = Static<typeof Event>;

/** An event as the server keeps and shows it. */
export const ReceivedEvent = Open({
  occurred: Instant,
  event: Text,
  resource: Resource,
  related: List(RelatedResource),
  payload: JsonObject,
  id: Uuid,
  follows: Nullable(Uuid),
  received: Instant,
});
export type ReceivedEvent = Parsed<typeof ReceivedEvent>;

export const eventRoutes = {
  create: route.post("/events", {
    summary: "Send events. They are accepted at once and readable a moment later.",
    body: List(Event),
    replies: { 204: null },
  }),
} as const;
