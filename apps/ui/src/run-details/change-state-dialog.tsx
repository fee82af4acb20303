import { NativeSelect, Stack, Text } from "@mantine/core";
import type { StateType } from "@millrace/contract";
import { useState } from "react";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { stateLabel } from "../components/state-looks.ts";
import { ReasonField } from "./reason-field.tsx";
import { type EndType, endTypes } from "./run-state.ts";

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** What it is, such as "flow run". */
  readonly what: string;
  readonly current: StateType | null;
  readonly onChange: (change: { readonly type: EndType; readonly message: string | null }) => Promise<unknown>;
}

/** Sets the state that a run ended in by hand, for when the server does not know better. */
export const ChangeStateDialog = ({ opened, onClose, what, current, onChange }: Props) => {
  const choices = endTypes.filter((type) => type !== current);
  const [chosen, setType] = useState<EndType>("COMPLETED");
  const [message, setMessage] = useState("");
  const type = choices.find((each) => each === chosen) ?? choices[0] ?? "COMPLETED";
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={`Change the state of this ${what}`}
      does="Change the state"
      onConfirm={() => onChange({ type, message: message.trim() === "" ? null : message.trim() })}
    >
      <Stack gap="sm">
        <Text size="sm">
          The server notes the state you choose, past its rules. Nothing is run or stopped by it; automations and whoever waits for this
          {` ${what} `}take it as real.
        </Text>
        <NativeSelect
          label="State"
          data={choices.map((each) => ({ value: each, label: stateLabel(each) }))}
          value={type}
          onChange={({ currentTarget: { value } }) => setType(choices.find((each) => each === value) ?? type)}
        />
        <ReasonField reason={message} onReason={setMessage} minRows={2} />
      </Stack>
    </ConfirmDialog>
  );
};
