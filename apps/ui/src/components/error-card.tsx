import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { problemOf } from "../api/problem.ts";

/** An error where it happened: what, the server's reason, and another attempt if there is one. */
export const ErrorCard = ({ error, onRetry }: { readonly error: unknown; readonly onRetry?: (() => void) | undefined }) => {
  // What is read is asked for again by itself; what somebody does is done once, and again only by them.
  const { title, detail } = problemOf(error, { isRepeated: onRetry !== undefined });
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle size={18} />} title={title} role="alert" p="sm">
      <Group justify="space-between" align="flex-end">
        <Text size="sm" style={{ overflowWrap: "anywhere", flex: 1 }}>
          {detail}
        </Text>
        {onRetry !== undefined && (
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  );
};
