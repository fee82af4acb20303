import { NativeSelect, Stack } from "@mantine/core";
import { useState } from "react";
import { CompositeTriggerFields, type TriggerFieldsProps } from "./composite-trigger-fields.tsx";
import { EventTriggerFields } from "./event-trigger-fields.tsx";
import { printStatusTrigger, readStatusTrigger } from "./status-trigger.ts";
import { StatusTriggerFields } from "./status-trigger-fields.tsx";
import { isComposite, kindOf, startOf, type TriggerKind, triggerKinds } from "./trigger-kinds.ts";

/** A trigger of any kind as fields; those that hold others hold their fields too. */
export const TriggerFields = ({ trigger, onChange, place, names }: TriggerFieldsProps) => {
  // What somebody chose stays: a trigger for any event may look like one of the others for a while.
  const [kind, setKind] = useState<TriggerKind>(() => kindOf(trigger));
  const status = isComposite(trigger) || kind === "event" ? undefined : readStatusTrigger(trigger);
  const choose = (chosen: TriggerKind): void => {
    setKind(chosen);
    onChange(startOf(chosen, trigger));
  };
  return (
    <Stack gap="md">
      <NativeSelect
        label="Watch"
        data={[...triggerKinds]}
        value={kind}
        onChange={({ currentTarget: { value } }) => choose(triggerKinds.find((each) => each.value === value)?.value ?? "event")}
      />
      {isComposite(trigger) ? (
        <CompositeTriggerFields Fields={TriggerFields} {...{ trigger, onChange, place, names }} />
      ) : status === undefined ? (
        <EventTriggerFields trigger={trigger} onChange={onChange} />
      ) : (
        <StatusTriggerFields key={kind} trigger={status} onChange={(changed) => onChange(printStatusTrigger(changed))} />
      )}
    </Stack>
  );
};
