import { Stack, Text } from "@mantine/core";
import type { ReceivedEvent } from "@millrace/contract";
import { AppLink } from "../../components/app-link.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { Tags } from "../../components/tags.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { labelOfEvent } from "./event-filter.ts";
import { EventResource, resourceIdOf } from "./event-resource.tsx";

type Related = ReceivedEvent["related"];

export const tagsOf = (related: Related): readonly string[] =>
  related
    .filter((labels) => labels["prefect.resource.role"] === "tag")
    .map((labels) => labels["prefect.resource.name"] ?? resourceIdOf(labels).replace(/^prefect\.tag\./, ""));

export const withoutTags = (related: Related): Related => related.filter((labels) => labels["prefect.resource.role"] !== "tag");

const mostRelated = 3;

const RelatedList = ({ related }: { readonly related: Related }) => {
  const others = withoutTags(related);
  return (
    <Stack gap={6} align="flex-start">
      {others.slice(0, mostRelated).map((labels, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an event does not change, and may relate to a thing twice.
        <EventResource key={index} labels={labels} />
      ))}
      {others.length > mostRelated && (
        <Text size="xs" c="dimmed">
          and {others.length - mostRelated} more
        </Text>
      )}
    </Stack>
  );
};

export const eventColumns: readonly Column<ReceivedEvent>[] = [
  {
    id: "event",
    label: "Event",
    onPhone: "title",
    render: ({ id, event, occurred }) => (
      <Stack gap={0} align="flex-start">
        <AppLink to="/events/event/$date/$id" params={{ date: occurred.slice(0, 10), id }} size="sm" fw={550}>
          {labelOfEvent(event)}
        </AppLink>
        <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {event}
        </Text>
      </Stack>
    ),
  },
  { id: "resource", label: "Resource", render: ({ resource }) => <EventResource labels={resource} /> },
  { id: "related", label: "Related", onPhone: "hidden", render: ({ related }) => <RelatedList related={related} /> },
  { id: "tags", label: "Tags", isExtra: true, render: ({ related }) => <Tags tags={tagsOf(related)} /> },
  { id: "occurred", label: "Occurred", width: "160px", render: ({ occurred }) => <Instant at={occurred} /> },
];
