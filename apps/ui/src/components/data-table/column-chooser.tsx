import { ActionIcon, Button, Checkbox, Group, Popover, Stack, Tooltip } from "@mantine/core";
import { IconArrowAutofitWidth, IconColumns3, IconMinus, IconPlus } from "@tabler/icons-react";
import type { Column } from "./column.ts";
import type { ColumnWidths } from "./use-column-widths.ts";

interface Props<Row> {
  readonly columns: readonly Column<Row>[];
  readonly isShown: (id: string) => boolean;
  readonly onToggle: (id: string) => void;
  readonly widths: ColumnWidths;
}

/** Pixels that a press of a key makes a column wider. */
const step = 24;

/** Which columns there are, and how wide: all that can be dragged, for keys too. */
export const ColumnChooser = <Row,>({ columns, isShown, onToggle, widths }: Props<Row>) => (
  <Popover position="bottom-end" withArrow>
    <Tooltip label="Columns">
      <Popover.Target>
        <ActionIcon aria-label="Choose the columns">
          <IconColumns3 size={17} stroke={1.7} />
        </ActionIcon>
      </Popover.Target>
    </Tooltip>
    <Popover.Dropdown>
      <Stack gap={4}>
        {columns.map(({ id, label }) => (
          <Group key={id} justify="space-between" gap="md" wrap="nowrap" mih={24}>
            <Checkbox size="xs" label={label} checked={isShown(id)} onChange={() => onToggle(id)} />
            {isShown(id) && (
              <Group gap={2} wrap="nowrap" visibleFrom="sm">
                <ActionIcon size={24} aria-label={`Make ${label} narrower`} onClick={() => widths.widen(id, -step)}>
                  <IconMinus size={13} />
                </ActionIcon>
                <ActionIcon size={24} aria-label={`Make ${label} wider`} onClick={() => widths.widen(id, step)}>
                  <IconPlus size={13} />
                </ActionIcon>
              </Group>
            )}
          </Group>
        ))}
        {widths.of !== undefined && (
          <Button variant="default" size="compact-xs" leftSection={<IconArrowAutofitWidth size={14} />} onClick={widths.reset}>
            Fit the widths again
          </Button>
        )}
      </Stack>
    </Popover.Dropdown>
  </Popover>
);
