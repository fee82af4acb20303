import { NumberInput, Switch } from "@mantine/core";
import type { GlobalConcurrencyLimit } from "@millrace/contract";
import { useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { type LimitFields, LimitFormDialog } from "./limit-form.tsx";

interface Props {
  /** Undefined creates one. */
  readonly limit?: GlobalConcurrencyLimit;
  readonly onClose: () => void;
}

const texts = {
  name: "Name",
  nameHint: "What flows and tasks ask for slots by.",
  nameMissing: "A limit needs a name.",
  limitHint: "How many slots there are.",
};

/** Creates or edits a global limit. */
export const LimitDialog = ({ limit, onClose }: Props) => {
  const [slot_decay_per_second, setDecay] = useState(limit?.slot_decay_per_second ?? 0);
  const [active, setActive] = useState(limit?.active ?? true);
  const save = useChange<LimitFields, unknown>({
    change: (api, fields) => {
      const body = { ...fields, slot_decay_per_second, active };
      return limit === undefined ? api.concurrencyLimits.create({ body }) : api.concurrencyLimits.update({ id_or_name: limit.id, body });
    },
    touches: ["concurrencyLimits"],
    done: (_, { name }) => (limit === undefined ? `Created ${name}` : `Saved ${name}`),
  });
  return (
    <LimitFormDialog
      title={limit === undefined ? "Create a concurrency limit" : `Edit ${limit.name}`}
      onClose={onClose}
      initial={limit && { name: limit.name, limit: limit.limit }}
      texts={texts}
      error={save.error}
      isBusy={save.isPending}
      onSave={(fields) => save.mutate(fields, { onSuccess: onClose })}
    >
      <NumberInput
        label="Slots that come back per second"
        description="0: a slot is taken until it is given back. More makes a rate limit: slots come back by themselves."
        min={0}
        value={slot_decay_per_second}
        onChange={(value) => setDecay(typeof value === "number" ? value : 0)}
      />
      <Switch
        label="Active"
        description="An inactive limit lets everybody pass."
        checked={active}
        onChange={(event) => setActive(event.currentTarget.checked)}
      />
    </LimitFormDialog>
  );
};
