import type { FlowRun } from "@millrace/contract";

export interface DialogProps {
  readonly run: FlowRun;
  readonly opened: boolean;
  readonly onClose: () => void;
}
