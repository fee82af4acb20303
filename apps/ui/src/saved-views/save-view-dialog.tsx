import { Button, Checkbox, Code, Group, Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ErrorCard } from "../components/error-card.tsx";
import type { SavedView, ViewWords } from "./saved-views-store.ts";

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly query: string;
  /** What is saved, such as "filter", and as what, such as "view". */
  readonly words: ViewWords;
  /** Names in use: saving under one replaces that view. */
  readonly taken: readonly string[];
  readonly onSave: (view: SavedView, isShared: boolean) => Promise<void>;
}

export const SaveViewDialog = ({ opened, onClose, query, words, taken, onSave }: Props) => {
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
    // The dialog may stand within a form, which is not what is sent.
    event.stopPropagation();
    void save();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={words.save}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Code block mah={240} style={{ overflowY: "auto", whiteSpace: "pre-wrap" }}>
            {query}
          </Code>
          <TextInput
            label="Name"
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            {...(taken.includes(name.trim()) ? { description: `Replaces the ${words.one} of this name.` } : {})}
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
