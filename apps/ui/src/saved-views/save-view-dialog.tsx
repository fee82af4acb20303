import { Button, Checkbox, Code, Group, Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ErrorCard } from "../components/error-card.tsx";
import type { SavedView } from "./saved-views-store.ts";

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly query: string;
  /** Names in use: saving under one replaces that view. */
  readonly taken: readonly string[];
  readonly onSave: (view: SavedView, isShared: boolean) => Promise<void>;
}

export const SaveViewDialog = ({ opened, onClose, query, taken, onSave }: Props) => {
  const [name, setName] = useState("");
  const [isShared, setShared] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const save = async (): Promise<void> => {
    try {
      await onSave({ name: name.trim(), query }, isShared);
      setName("");
      setFailure(undefined);
      onClose();
    } catch (error) {
      setFailure(error);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void save();
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Save this filter">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Code block>{query}</Code>
          <TextInput
            label="Name"
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            {...(taken.includes(name.trim()) ? { description: "Replaces the view of this name." } : {})}
          />
          <Checkbox
            label="Share with everybody who uses this server"
            checked={isShared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
          {failure !== undefined && <ErrorCard error={failure} />}
          <Group justify="flex-end">
            <Button type="submit" disabled={name.trim() === ""}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
