import type { Event } from "@millrace/contract";
import type { ServerSettings } from "../../settings.ts";
import { lengthOf } from "../../wire/read-scalars.ts";

type Limits = Pick<ServerSettings, "eventsMaxLabels" | "eventsMaxRelated" | "eventsMaxNameLength">;
type Labels = Readonly<Record<string, string>>;

export interface EventProblem {
  readonly loc: readonly (string | number)[];
  readonly message: string;
  readonly input: unknown;
}

const resourceProblem = (labels: Labels, { eventsMaxLabels }: Limits): string | undefined => {
  let count = 0;
  for (const _ in labels) count++;
  if (count > eventsMaxLabels) return `The maximum number of labels per resource is ${eventsMaxLabels}`;
  if (labels["prefect.resource.id"] === undefined) return "Resources must include the prefect.resource.id label";
  return labels["prefect.resource.id"] === "" ? "The prefect.resource.id label must be non-empty" : undefined;
};

const relatedProblem = (labels: Labels, limits: Limits): string | undefined => {
  const problem = resourceProblem(labels, limits);
  if (problem !== undefined) return problem;
  if (labels["prefect.resource.role"] === undefined) return "Related Resources must include the prefect.resource.role label";
  return labels["prefect.resource.role"] === "" ? "The prefect.resource.role label must be non-empty" : undefined;
};

/** What is wrong with an event that fits its schema, in the protocol's words (events.md §1). */
export const findEventProblem = (event: Event, limits: Limits): EventProblem | undefined => {
  if (event.event.length > limits.eventsMaxNameLength && lengthOf(event.event) > limits.eventsMaxNameLength) {
    return { loc: ["event"], message: `Event name must be at most ${limits.eventsMaxNameLength} characters`, input: event.event };
  }
  const own = resourceProblem(event.resource, limits);
  if (own !== undefined) return { loc: ["resource"], message: own, input: event.resource };
  for (const [index, related] of event.related.entries()) {
    const problem = relatedProblem(related, limits);
    if (problem !== undefined) return { loc: ["related", index], message: problem, input: related };
  }
  if (event.related.length <= limits.eventsMaxRelated) return undefined;
  return { loc: ["related"], message: `The maximum number of related resources is ${limits.eventsMaxRelated}`, input: event.related };
};
