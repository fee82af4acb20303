import { Code, Menu } from "@mantine/core";
import type { Variable } from "@millrace/contract";
import { IconCopy, IconPencil } from "@tabler/icons-react";
import { copyText } from "../../components/copy-text.ts";
import type { Column } from "../../components/data-table/column.ts";
import { ObjectMenu } from "../../components/object-menu.tsx";
import { Tags } from "../../components/tags.tsx";
import { Instant } from "../../components/time/instant.tsx";

interface Deeds {
  readonly onEdit: (variable: Variable) => void;
  readonly onDelete: (variable: Variable) => void;
  readonly onTag: (tag: string) => void;
}

/** Longer values are shown whole where they are edited. */
const shownLength = 120;
const brief = (value: Variable["value"]): string => {
  const text = JSON.stringify(value);
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
};

const VariableMenu = ({ variable, onEdit, onDelete }: { readonly variable: Variable } & Deeds) => (
  <ObjectMenu name={variable.name} id={variable.id} onDelete={() => onDelete(variable)}>
    <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => onEdit(variable)}>
      Edit
    </Menu.Item>
    <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => void copyText(variable.name)}>
      Copy the name
    </Menu.Item>
    <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => void copyText(JSON.stringify(variable.value))}>
      Copy the value
    </Menu.Item>
  </ObjectMenu>
);

export const variableColumns = (deeds: Deeds): readonly Column<Variable>[] => [
  {
    id: "name",
    label: "Name",
    onPhone: "title",
    sort: { ascending: "NAME_ASC", descending: "NAME_DESC" },
    render: ({ name }) => <strong>{name}</strong>,
  },
  { id: "value", label: "Value", render: ({ value }) => <Code>{brief(value)}</Code> },
  { id: "tags", label: "Tags", render: ({ tags }) => <Tags tags={tags} onPick={deeds.onTag} /> },
  {
    id: "updated",
    label: "Updated",
    width: "180px",
    sort: { descending: "UPDATED_DESC" },
    render: ({ updated }) => (updated === null ? null : <Instant at={updated} />),
  },
  {
    id: "created",
    label: "Created",
    width: "180px",
    isExtra: true,
    sort: { descending: "CREATED_DESC" },
    render: ({ created }) => (created === null ? null : <Instant at={created} />),
  },
  {
    id: "actions",
    label: "More",
    width: "50px",
    align: "right",
    onPhone: "corner",
    render: (variable) => <VariableMenu variable={variable} {...deeds} />,
  },
];
