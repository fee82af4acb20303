import { Stack, Text } from "@mantine/core";
import type { TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";

interface Props {
  readonly icon?: TablerIcon;
  readonly title: string;
  /** Why there is nothing, or what would be here. */
  readonly children?: ReactNode;
  /** The way on: a button or link. */
  readonly action?: ReactNode;
}

/** Where there is nothing to show, or nothing that matches. */
export const EmptyState = ({ icon: Icon, title, children, action }: Props) => (
  <Stack align="center" gap={6} py={36} px="md">
    {Icon !== undefined && <Icon size={30} stroke={1.4} color="var(--muted)" aria-hidden="true" />}
    <Text fw={600}>{title}</Text>
    {children !== undefined && (
      <Text size="sm" c="dimmed" ta="center" maw={460} component="div">
        {children}
      </Text>
    )}
    {action !== undefined && <div style={{ marginTop: 8 }}>{action}</div>}
  </Stack>
);
