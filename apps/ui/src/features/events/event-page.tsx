import { Code, Group, Stack, Text } from "@mantine/core";
import { ClientError } from "@millrace/client/browser";
import type { ReceivedEvent } from "@millrace/contract";
import { IconBolt } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import type { Api } from "../../api/api.ts";
import { useAnswer } from "../../api/use-call.ts";
import { AppLink, LinkButton } from "../../components/app-link.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { JsonView } from "../../components/json/json-view.tsx";
import { KeyValues } from "../../components/key-values.tsx";
import layout from "../../components/layout.module.css";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { PageTabs } from "../../components/page-tabs.tsx";
import { Panel } from "../../components/panel.tsx";
import { Tags } from "../../components/tags.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { tagsOf, withoutTags } from "./event-columns.tsx";
import { labelOfEvent } from "./event-filter.ts";
import { EventResource, resourceIdOf } from "./event-resource.tsx";

const route = getRouteApi("/events/event/$date/$id");

const dayLength = 86_400_000;

/** The event of an id, looked for around its day, which may be that of another zone. */
const getEvent = async (
  api: Api,
  { date, id }: { readonly date: string; readonly id: string },
  signal: AbortSignal,
): Promise<ReceivedEvent> => {
  const day = Date.parse(date);
  const around = (offset: number): string => new Date(day + offset * dayLength).toISOString();
  const occurred = Number.isNaN(day) ? {} : { occurred: { since: around(-1), until: around(2) } };
  const { events } = await api.eventQueries.list({ body: { filter: { id: { id: [id] }, ...occurred }, limit: 1 } }, { signal });
  const [event] = events;
  if (event === undefined)
    throw new ClientError({ kind: "not-found", method: "POST", url: "/events/filter", detail: "There is no such event." });
  return event;
};

const ResourceLine = ({ labels }: { readonly labels: ReceivedEvent["resource"] }) => {
  const id = resourceIdOf(labels);
  return (
    <Group gap="xs">
      <EventResource labels={labels} />
      <AppLink to="/events" search={{ resource: [id] }} size="xs" aria-label={`Events of ${id}`}>
        events
      </AppLink>
    </Group>
  );
};

const Details = ({ event }: { readonly event: ReceivedEvent }) => {
  const related = withoutTags(event.related);
  const tags = tagsOf(event.related);
  return (
    <div className={layout.stack}>
      <Panel title="Facts">
        <KeyValues
          entries={[
            { label: "Event", value: <Code>{event.event}</Code> },
            { label: "Occurred", value: <Instant at={event.occurred} /> },
            { label: "Received", value: <Instant at={event.received} /> },
            { label: "Resource", value: <ResourceLine labels={event.resource} /> },
            { label: "Tags", value: tags.length === 0 ? undefined : <Tags tags={tags} /> },
            { label: "Follows", value: event.follows ?? undefined },
          ]}
        />
      </Panel>
      <Panel title="Related">
        {related.length === 0 ? (
          <Text size="sm" c="dimmed">
            Nothing else was part of it.
          </Text>
        ) : (
          <Stack gap={6}>
            {related.map((labels, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an event does not change.
              <ResourceLine key={index} labels={labels} />
            ))}
          </Stack>
        )}
      </Panel>
      <Panel title="Payload">
        <JsonView value={event.payload} label="the payload" open={1} />
      </Panel>
    </div>
  );
};

export const EventPage = () => {
  const { date, id } = route.useParams();
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useAnswer(
    { noun: "eventQueries", name: "one", input: { date, event: id }, ask: (api, signal) => getEvent(api, { date, id }, signal) },
    { poll: 0 },
  );
  return (
    <LoadedPage query={query} title="Event" what="event">
      {(event) => (
        <>
          <PageHeader
            title={labelOfEvent(event.event)}
            crumbs={[
              <AppLink key="events" to="/events" size="xs">
                Events
              </AppLink>,
            ]}
            description={<EventResource labels={event.resource} />}
            actions={
              <Group gap="xs">
                <CopyButton text={event.id} label="Copy the id" />
                <LinkButton
                  to="/automations/create"
                  search={{ eventId: event.id, eventDate: event.occurred.slice(0, 10) }}
                  variant="default"
                  leftSection={<IconBolt size={15} />}
                >
                  Automate
                </LinkButton>
              </Group>
            }
          />
          <PageTabs
            label="Event"
            tab={tab}
            onTab={(name) => void navigate({ search: { tab: name } })}
            tabs={[
              { name: "details", label: "Details", render: () => <Details event={event} /> },
              {
                name: "raw",
                label: "Raw",
                render: () => <JsonView value={event} label="the event" open={3} />,
              },
            ]}
          />
        </>
      )}
    </LoadedPage>
  );
};
