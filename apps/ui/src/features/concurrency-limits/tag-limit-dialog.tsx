import { Button, Group, Modal, NumberInput, Stack, TextInput } from "@mantine/core";
import type { TagConcurrencyLimit } from "@millrace/contract";
import { type FormEvent, useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { ErrorCard } from "../../components/error-card.tsx";

interface Props {
  /** Undefined creates one. */
  readonly limit?: TagConcurrencyLimit;
  readonly opened: boolean;
  readonly onClose: () => void;
}

interface Fields {
  readonly tag: string;
  readonly concurrency_limit: number;
}

const TagLimitForm = ({ limit, onClose }: Omit<Props, "opened">) => {
  const [fields, setFields] = useState<Fields>({ tag: limit?.tag ?? "", concurrency_limit: limit?.concurrency_limit ?? 1 });
  const [isTagMissing, setTagMissing] = useState(false);
  const save = useChange<Fields, TagConcurrencyLimit>({
    change: (api, body) => api.concurrencyLimits.createForTag({ body }),
    touches: ["concurrencyLimits"],
    done: ({ tag }) => `Limited the tag ${tag}`,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const tag = fields.tag.trim();
    setTagMissing(tag === "");
    if (tag !== "") save.mutate({ ...fields, tag }, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {save.error !== null && <ErrorCard error={save.error} />}
        <TextInput
          label="Tag"
          description="Task runs that carry it take a slot while they run."
          required
          disabled={limit !== undefined}
          value={fields.tag}
          error={isTagMissing ? "A limit needs a tag." : null}
          onChange={(event) => setFields({ ...fields, tag: event.currentTarget.value })}
        />
        <NumberInput
          label="Limit"
          description="How many of them may run at once. 0 lets none run."
          min={0}
          allowDecimal={false}
          data-autofocus={limit !== undefined || undefined}
          value={fields.concurrency_limit}
          onChange={(value) => setFields({ ...fields, concurrency_limit: typeof value === "number" ? value : 0 })}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            {limit === undefined ? "Create" : "Save"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

/** Creates or changes the limit of a tag. A tag that has a limit gets another. */
export const TagLimitDialog = ({ limit, opened, onClose }: Props) => (
  <Modal opened={opened} onClose={onClose} title={limit === undefined ? "Limit a tag" : `Edit the limit of ${limit.tag}`}>
    <TagLimitForm {...(limit === undefined ? {} : { limit })} onClose={onClose} />
  </Modal>
);
