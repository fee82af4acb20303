import type { Event, Json } from "@millrace/contract";
import { hasKeys } from "../../exact-numbers.ts";

const suspect = /\\u0000|\\ud[89a-f]/i;

const clean = (value: Json): Json => {
  if (typeof value === "string") return (value.includes("\0") ? value.replaceAll("\0", "") : value).toWellFormed();
  if (Array.isArray(value)) return value.map(clean);
  if (!hasKeys(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), clean(item)]));
};

/**
 * The event without NUL characters and halves of surrogate pairs, which are valid in JSON but not in every database.
 * `json` is the event's text as it was sent: only one that escapes such characters is looked through.
 */
export const storableEvent = (event: Event, json: string): Event => {
  if (!suspect.test(json)) return event;
  const { resource, related, payload } = event;
  return {
    ...event,
    event: String(clean(event.event)),
    ...(clean({ resource, related, payload }) as Pick<Event, "resource" | "related" | "payload">),
  };
};
