import { Skeleton } from "@mantine/core";
import type { Automation, Json, JsonObject, ReceivedEvent } from "@millrace/contract";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCall } from "../../api/use-call.ts";
import { useChange } from "../../api/use-change.ts";
import { AppLink } from "../../components/app-link.tsx";
import { ErrorCard } from "../../components/error-card.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { useDraft } from "../../schema-form/drafts.ts";
import { isObject } from "../../schema-form/json.ts";
import { AutomationBuilder, readStep } from "./automation-builder.tsx";
import { type AutomationDraft, bodyOf, draftOf, newAutomation } from "./automation-draft.ts";

const route = getRouteApi("/automations/create");

const parse = (text: string | undefined): Json | undefined => {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
};

/** For events like this one: its name, of its resource. */
const triggerOf = ({ event, resource }: ReceivedEvent): JsonObject => ({
  type: "event",
  posture: "Reactive",
  match: { "prefect.resource.id": resource["prefect.resource.id"] ?? "*" },
  match_related: {},
  for_each: ["prefect.resource.id"],
  after: [],
  expect: [event],
  threshold: 1,
  within: 0,
});

const dayLength = 86_400_000;

/** Around a day, which may be that of another zone: events are found sooner so. */
const around = (date: string | undefined) => {
  const day = Date.parse(date ?? "");
  const moment = (days: number): string => new Date(day + days * dayLength).toISOString();
  return Number.isNaN(day) ? {} : { occurred: { since: moment(-1), until: moment(2) } };
};

/** What the address asks to begin with: an automation to make again, an event, or a trigger and actions as JSON. */
const useStart = () => {
  const { from, eventId, eventDate, trigger, actions } = route.useSearch();
  const original = useCall("automations", "get", { id: from ?? "" }, { enabled: from !== undefined });
  const found = useCall(
    "eventQueries",
    "list",
    { body: { filter: { id: { id: [eventId ?? ""] }, ...around(eventDate) }, limit: 1 } },
    { enabled: eventId !== undefined },
  );
  const given = { trigger: parse(trigger), actions: parse(actions) };
  const event = found.data?.events[0];
  const read = (): AutomationDraft | undefined => {
    if (from !== undefined) return original.data && { ...draftOf(original.data), name: `${original.data.name} (copy)` };
    if (eventId !== undefined) return found.data && { ...newAutomation(), ...(event === undefined ? {} : { trigger: triggerOf(event) }) };
    return {
      ...newAutomation(),
      ...(isObject(given.trigger) ? { trigger: given.trigger } : {}),
      ...(Array.isArray(given.actions) ? { actions: given.actions.filter(isObject) } : {}),
    };
  };
  const isPlain = from === undefined && eventId === undefined && trigger === undefined && actions === undefined;
  return { start: read(), isPlain, error: original.error ?? found.error };
};

const Builder = ({ start, isPlain }: { readonly start: AutomationDraft; readonly isPlain: boolean }) => {
  const { step } = route.useSearch();
  const navigate = useNavigate({ from: "/automations/create" });
  const { draft, save, clear } = useDraft<AutomationDraft>("automation");
  const create = useChange<AutomationDraft, Automation>({
    change: (api, made) => api.automations.create({ body: bodyOf(made) }),
    touches: ["automations"],
    done: ({ name }) => `Created ${name}`,
  });
  const onCreated = ({ id }: Automation): void => {
    clear();
    void navigate({ to: "/automations/automation/$id", params: { id } });
  };
  return (
    <AutomationBuilder
      initial={isPlain ? (draft ?? start) : start}
      step={readStep(step)}
      onStep={(next) => void navigate({ search: (old) => ({ ...old, step: next }) })}
      {...(isPlain ? { onDraft: save } : {})}
      onSave={(made) => create.mutate(made, { onSuccess: onCreated })}
      isSaving={create.isPending}
      error={create.error}
      does="Create the automation"
    />
  );
};

export const CreateAutomationPage = () => {
  const { start, isPlain, error } = useStart();
  return (
    <>
      <PageHeader
        title="Create an automation"
        crumbs={[
          <AppLink key="automations" to="/automations" size="xs">
            Automations
          </AppLink>,
        ]}
      />
      <PageBody>
        {start !== undefined ? (
          <Builder start={start} isPlain={isPlain} />
        ) : error === null ? (
          <Skeleton h={280} />
        ) : (
          <ErrorCard error={error} />
        )}
      </PageBody>
    </>
  );
};
