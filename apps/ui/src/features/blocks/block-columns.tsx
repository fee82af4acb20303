import { Group, Text } from "@mantine/core";
import type { BlockDocument } from "@millrace/contract";
import { AppLink } from "../../components/app-link.tsx";
import { BlockLogo } from "../../components/block-logo.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { Instant } from "../../components/time/instant.tsx";
import { BlockMenu } from "./block-menu.tsx";

export const blockColumns: readonly Column<BlockDocument>[] = [
  {
    id: "name",
    label: "Name",
    onPhone: "title",
    render: ({ id, name }) => (
      <AppLink to="/blocks/block/$id" params={{ id }} size="sm" fw={550}>
        {name ?? id}
      </AppLink>
    ),
  },
  {
    id: "type",
    label: "Type",
    width: "240px",
    render: ({ block_type, block_type_name }) =>
      block_type === null ? (
        (block_type_name ?? "–")
      ) : (
        <Group gap={8} wrap="nowrap">
          <BlockLogo type={block_type} size={17} />
          <AppLink to="/blocks/catalog/$slug" params={{ slug: block_type.slug }} size="sm">
            {block_type.name}
          </AppLink>
        </Group>
      ),
  },
  {
    id: "capabilities",
    label: "Can",
    isExtra: true,
    render: ({ block_schema }) => (
      <Text size="xs" c="dimmed">
        {(block_schema?.capabilities ?? []).join(", ") || "–"}
      </Text>
    ),
  },
  { id: "updated", label: "Updated", width: "160px", render: ({ updated }) => <Instant at={updated} /> },
  { id: "created", label: "Created", width: "160px", isExtra: true, render: ({ created }) => <Instant at={created} /> },
  { id: "actions", label: "More", width: "50px", align: "right", onPhone: "corner", render: (block) => <BlockMenu block={block} /> },
];
