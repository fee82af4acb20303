import { Textarea } from "@mantine/core";

interface Props {
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly minRows?: number;
}

/** Why somebody changes a run's state by hand. */
export const ReasonField = ({ reason, onReason, minRows = 1 }: Props) => (
  <Textarea
    label="Reason"
    description="Shown with the state"
    autosize
    minRows={minRows}
    value={reason}
    onChange={({ currentTarget: { value } }) => onReason(value)}
  />
);
