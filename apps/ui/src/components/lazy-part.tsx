import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { type ComponentType, type LazyExoticComponent, lazy, useEffect, useRef } from "react";
import { loadPart } from "../api/load-part.ts";
import { problemOf } from "../api/problem.ts";
import { useSay } from "../api/say-context.tsx";

const MissingPart = ({ error }: { readonly error: unknown }) => {
  const { title, detail } = problemOf(error);
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle size={18} />} title={title} role="alert" p="sm">
      <Group justify="space-between" align="flex-end">
        <Text size="sm" style={{ flex: 1 }}>
          This part of the page is missing. {detail} What was typed elsewhere on the page is lost then: copy it first.
        </Text>
        <Button variant="default" onClick={() => window.location.reload()}>
          Load again
        </Button>
      </Group>
    </Alert>
  );
};

interface DialogProps {
  /** Of a dialog that stays in its place while it is closed. */
  readonly opened?: boolean;
  readonly onClose: () => void;
}

const MissingDialog = ({ error, opened = true, onClose }: DialogProps & { readonly error: unknown }) => {
  const { failed } = useSay();
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    if (!opened) return;
    failed("Open this", error);
    close.current();
  }, [opened, failed, error]);
  return null;
};

/** A part of a page whose code is fetched when it is first shown. Where it does not come it says so, and the rest of the page stays. */
export const lazyPart = <P extends object>(load: () => Promise<ComponentType<P>>): LazyExoticComponent<ComponentType<P>> =>
  lazy(() =>
    loadPart(load).then(
      (part) => ({ default: part }),
      (error: unknown) => ({ default: () => <MissingPart error={error} /> }),
    ),
  );

/** The same for a dialog, which has no place on the page: a notice says why it does not open. */
export const lazyDialog = <P extends DialogProps>(load: () => Promise<ComponentType<P>>): LazyExoticComponent<ComponentType<P>> =>
  lazy(() =>
    loadPart(load).then(
      (part) => ({ default: part }),
      (error: unknown) => ({
        default: ({ opened = true, onClose }: P) => <MissingDialog error={error} opened={opened} onClose={onClose} />,
      }),
    ),
  );
