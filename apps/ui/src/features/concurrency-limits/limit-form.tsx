import { Button, Group, NumberInput, Stack, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { ErrorCard } from "../../components/error-card.tsx";
import { GuardedDialog } from "../../components/guarded-dialog.tsx";

/** What every limit has: what it is called by, and how many slots there are. */
export interface LimitFields {
  readonly name: string;
  readonly limit: number;
}

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  /** Undefined creates a limit. */
  readonly initial: LimitFields | undefined;
  readonly texts: { readonly name: string; readonly nameHint: string; readonly nameMissing: string; readonly limitHint: string };
  /** Whether an existing limit keeps its name. */
  readonly keepsName?: boolean;
  readonly error: unknown;
  readonly isBusy: boolean;
  readonly onSave: (fields: LimitFields) => void;
  /** Fields of this kind of limit alone. */
  readonly children?: ReactNode;
}

/** Creates or changes a limit. */
export const LimitFormDialog = (props: Props) => {
  const { title, initial, texts, keepsName = false, error, isBusy, onSave, onClose, children } = props;
  const [fields, setFields] = useState<LimitFields>(initial ?? { name: "", limit: 1 });
  const [isNameMissing, setNameMissing] = useState(false);
  const isFixed = keepsName && initial !== undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const name = fields.name.trim();
    setNameMissing(name === "");
    if (name !== "") onSave({ ...fields, name });
  };
  return (
    <GuardedDialog title={title} onClose={onClose} onSubmit={submit} isBusy={isBusy}>
      <Stack gap="md">
        {error !== null && <ErrorCard error={error} />}
        <TextInput
          label={texts.name}
          description={texts.nameHint}
          required
          disabled={isFixed}
          data-autofocus={isFixed ? undefined : true}
          value={fields.name}
          error={isNameMissing ? texts.nameMissing : null}
          onChange={(event) => setFields({ ...fields, name: event.currentTarget.value })}
        />
        <NumberInput
          label="Limit"
          description={texts.limitHint}
          min={0}
          allowDecimal={false}
          data-autofocus={isFixed ? true : undefined}
          value={fields.limit}
          onChange={(value) => setFields({ ...fields, limit: typeof value === "number" ? value : 0 })}
        />
        {children}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy}>
            {initial === undefined ? "Create" : "Save"}
          </Button>
        </Group>
      </Stack>
    </GuardedDialog>
  );
};
