import { Badge, Group, Stack, Text } from "@mantine/core";
import type { Automation } from "@millrace/contract";
import { IconPencil } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useLive } from "../../api/live-context.tsx";
import { useCall } from "../../api/use-call.ts";
import { AppLink, LinkButton } from "../../components/app-link.tsx";
import { JsonView } from "../../components/json/json-view.tsx";
import { KeyValues } from "../../components/key-values.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { type PageTab, PageTabs } from "../../components/page-tabs.tsx";
import { Panel } from "../../components/panel.tsx";
import { Tags } from "../../components/tags.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { actionsOf, triggerOf } from "./automation-columns.tsx";
import { AutomationMenu, AutomationSwitch } from "./automation-deeds.tsx";
import { AutomationEvents } from "./automation-events.tsx";
import { describeAction, describeTrigger } from "./describe.ts";
import { useMentionedNames } from "./resources.ts";
import { TriggerParts } from "./trigger-parts.tsx";

const route = getRouteApi("/automations/automation/$id");

const Summary = ({ automation }: { readonly automation: Automation }) => {
  const names = useMentionedNames([automation]);
  const actions = actionsOf(automation);
  return (
    <Stack gap="md">
      <Panel title="Trigger">
        <Stack gap="sm">
          <div>
            <Text size="sm">When {describeTrigger(triggerOf(automation), names)}</Text>
            <TriggerParts trigger={triggerOf(automation)} names={names} />
          </div>
          <JsonView value={automation.trigger} label="the trigger" open={1} />
        </Stack>
      </Panel>
      <Panel title="Actions">
        {actions.length === 0 ? (
          <Text size="sm" c="dimmed">
            None: it only notes that its trigger fired.
          </Text>
        ) : (
          <Stack gap="sm">
            {actions.map((action, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: actions have no ids.
              <Stack key={index} gap={4}>
                <Text size="sm">
                  {index + 1}. {describeAction(action, names)}
                </Text>
                <JsonView value={action} label={`action ${index + 1}`} open={0} />
              </Stack>
            ))}
          </Stack>
        )}
      </Panel>
      <Panel title="Facts">
        <KeyValues
          entries={[
            { label: "Tags", value: automation.tags.length === 0 ? undefined : <Tags tags={automation.tags} /> },
            { label: "Created", value: <Instant at={automation.created} /> },
            { label: "Updated", value: <Instant at={automation.updated} /> },
            { label: "Id", value: automation.id },
          ]}
        />
      </Panel>
    </Stack>
  );
};

export const AutomationPage = () => {
  const { id } = route.useParams();
  const { tab } = route.useSearch();
  const navigate = useNavigate({ from: "/automations/automation/$id" });
  useLive(`prefect.automation.${id}`);
  const query = useCall("automations", "get", { id });
  const tabsOf = (automation: Automation): readonly PageTab[] => [
    { name: "summary", label: "Summary", render: () => <Summary automation={automation} /> },
    { name: "history", label: "History", render: () => <AutomationEvents id={id} /> },
    {
      name: "raw",
      label: "Raw",
      render: () => (
        <Stack gap="md">
          <JsonView value={automation} label="the automation" open={3} />
        </Stack>
      ),
    },
  ];
  return (
    <LoadedPage query={query} title="Automation" what="automation">
      {(automation) => (
        <>
          <PageHeader
            title={automation.name}
            crumbs={[
              <AppLink key="automations" to="/automations" size="xs">
                Automations
              </AppLink>,
            ]}
            badge={automation.enabled ? undefined : <Badge variant="default">Disabled</Badge>}
            {...(automation.description === "" ? {} : { description: automation.description })}
            actions={
              <Group gap="xs">
                <AutomationSwitch automation={automation} />
                <LinkButton to="/automations/automation/$id/edit" params={{ id }} variant="default" leftSection={<IconPencil size={15} />}>
                  Edit
                </LinkButton>
                <AutomationMenu automation={automation} onDeleted={() => void navigate({ to: "/automations" })} />
              </Group>
            }
          />
          <PageTabs label="Automation" tabs={tabsOf(automation)} tab={tab} onTab={(name) => void navigate({ search: { tab: name } })} />
        </>
      )}
    </LoadedPage>
  );
};
