import { Stack, Text } from "@mantine/core";
import type { Automation, JsonObject } from "@millrace/contract";
import { AppLink } from "../../components/app-link.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { Tags } from "../../components/tags.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { AutomationMenu, AutomationSwitch } from "./automation-deeds.tsx";
import { describeAction, describeTrigger } from "./describe.ts";
import type { Names } from "./resources.ts";

const Named = ({ id, name, description }: Automation) => (
  <Stack gap={0}>
    <AppLink to="/automations/automation/$id" params={{ id }} size="sm" fw={550}>
      {name}
    </AppLink>
    {description !== "" && (
      <Text size="xs" c="dimmed" truncate component="span">
        {description}
      </Text>
    )}
  </Stack>
);

/** As the descriptions read it: they take whatever was typed too. */
export const triggerOf = ({ trigger }: Automation): JsonObject => trigger as unknown as JsonObject;
export const actionsOf = ({ actions }: Automation): readonly JsonObject[] => actions as unknown as readonly JsonObject[];

const Done = ({ automation, names }: { readonly automation: Automation; readonly names: Names }) => {
  const [first, ...rest] = actionsOf(automation);
  return (
    <span
      title={actionsOf(automation)
        .map((action) => describeAction(action, names))
        .join(", then ")}
    >
      {first === undefined ? "Nothing" : describeAction(first, names)}
      {rest.length > 0 && ` and ${rest.length} more`}
    </span>
  );
};

export const automationColumns = (names: Names, onTag: (tag: string) => void): readonly Column<Automation>[] => [
  {
    id: "name",
    label: "Name",
    onPhone: "title",
    sort: { ascending: "NAME_ASC", descending: "NAME_DESC" },
    render: (automation) => <Named {...automation} />,
  },
  {
    id: "trigger",
    label: "When",
    width: "32%",
    render: (automation) => <span>{describeTrigger(triggerOf(automation), names)}</span>,
  },
  { id: "actions", label: "Does", width: "22%", render: (automation) => <Done automation={automation} names={names} /> },
  { id: "tags", label: "Tags", isExtra: true, render: ({ tags }) => <Tags tags={tags} onPick={onTag} /> },
  {
    id: "updated",
    label: "Updated",
    width: "130px",
    sort: { descending: "UPDATED_DESC" },
    render: ({ updated }) => <Instant at={updated} />,
  },
  {
    id: "created",
    label: "Created",
    width: "130px",
    isExtra: true,
    sort: { descending: "CREATED_DESC" },
    render: ({ created }) => <Instant at={created} />,
  },
  { id: "enabled", label: "Enabled", width: "90px", render: (automation) => <AutomationSwitch automation={automation} /> },
  {
    id: "menu",
    label: "More",
    width: "50px",
    align: "right",
    onPhone: "corner",
    render: (automation) => <AutomationMenu automation={automation} />,
  },
];
