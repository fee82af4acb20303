import { ActionIcon, Checkbox, Popover, Stack, Tooltip } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import type { Column } from "./column.ts";

interface Props<Row> {
  readonly columns: readonly Column<Row>[];
  readonly isShown: (id: string) => boolean;
  readonly onToggle: (id: string) => void;
}

export const ColumnChooser = <Row,>({ columns, isShown, onToggle }: Props<Row>) => (
  <Popover position="bottom-end" withArrow>
    <Tooltip label="Columns">
      <Popover.Target>
        <ActionIcon aria-label="Choose the columns">
          <IconColumns3 size={17} stroke={1.7} />
        </ActionIcon>
      </Popover.Target>
    </Tooltip>
    <Popover.Dropdown>
      <Stack gap={8}>
        {columns.map(({ id, label }) => (
          <Checkbox key={id} size="xs" label={label} checked={isShown(id)} onChange={() => onToggle(id)} />
        ))}
      </Stack>
    </Popover.Dropdown>
  </Popover>
);
