import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { ErrorCard } from "./error-card.tsx";

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** A question, such as "Delete 3 runs?". */
  readonly title: string;
  /** What will happen, and what will not. */
  readonly children: ReactNode;
  /** The deed, such as "Delete". */
  readonly does: string;
  /** Resolves when it is done; the dialog then closes. A rejection is shown and the dialog stays. */
  readonly onConfirm: () => Promise<unknown>;
  readonly isHarmless?: boolean;
  /** What the way back is called, where "Cancel" could be taken for the deed. */
  readonly leave?: string;
  /** For what cannot be undone and is large: must be typed first. */
  readonly mustType?: string;
}

/** Asks before something is done that cannot easily be undone. */
export const ConfirmDialog = ({
  opened,
  onClose,
  title,
  children,
  does,
  onConfirm,
  isHarmless = false,
  leave = "Cancel",
  mustType,
}: Props) => {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [typed, setTyped] = useState("");
  const close = (): void => {
    setFailure(undefined);
    setTyped("");
    onClose();
  };
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await onConfirm();
      close();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={close} title={title}>
      <Stack gap="md">
        <Text size="sm" component="div">
          {children}
        </Text>
        {mustType !== undefined && (
          <TextInput label={`Type ${mustType} to go on`} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        )}
        {failure !== undefined && <ErrorCard error={failure} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {leave}
          </Button>
          <Button
            {...(isHarmless ? {} : { color: "red.8" })}
            loading={isBusy}
            disabled={mustType !== undefined && typed !== mustType}
            onClick={() => void confirm()}
            data-autofocus
          >
            {does}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
