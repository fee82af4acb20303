import type { BulkAction, StateCreateInput } from "@millrace/contract";
import { IconEdit, IconPlayerStop, IconRotateClockwise, IconTrash, type TablerIcon } from "@tabler/icons-react";
import type { FlowRunFilters } from "../query/flow-run-query.ts";

/** The flow runs that something is to be done to. */
export interface BulkTarget {
  readonly filters: FlowRunFilters;
  readonly count: number;
}

/** What is asked for, once somebody has looked at what it would take. */
export interface BulkOrder {
  readonly action: BulkAction;
  readonly filters: FlowRunFilters;
  /** Nothing is done where more match now. */
  readonly at_most: number;
  readonly state: StateCreateInput | null;
  readonly force: boolean;
}

interface ActionText {
  readonly label: string;
  readonly icon: TablerIcon;
  /** What it does to each run. */
  readonly effect: string;
  /** What has become of those it worked on. */
  readonly done: string;
  readonly isHarmless: boolean;
}

export const bulkActions: Readonly<Record<BulkAction, ActionText>> = {
  cancel: {
    label: "Cancel",
    icon: IconPlayerStop,
    effect: "Each run is told to stop; one without a process is cancelled at once. Runs that have ended stay as they are and are reported.",
    done: "cancelled or being cancelled",
    isHarmless: false,
  },
  retry: {
    label: "Retry",
    icon: IconRotateClockwise,
    effect:
      "Each run that has ended starts again with the same parameters, as another attempt. Those without a deployment cannot, and are reported.",
    done: "scheduled again",
    isHarmless: true,
  },
  set_state: {
    label: "Set state",
    icon: IconEdit,
    effect: "The server notes the state you choose for each run, past its rules. Nothing is run or stopped by it.",
    done: "changed",
    isHarmless: false,
  },
  delete: {
    label: "Delete",
    icon: IconTrash,
    effect: "Each run goes with its states, task runs and logs. Processes that still run are not stopped. This cannot be undone.",
    done: "deleted",
    isHarmless: false,
  },
};

export const bulkActionNames: readonly BulkAction[] = ["cancel", "retry", "set_state", "delete"];

const proposal = (type: StateCreateInput["type"], name: string): StateCreateInput => ({ type, name });

/** The state that an order proposes for each run; deleting proposes none. */
export const stateOf = ({ action, state }: BulkOrder): StateCreateInput | undefined => {
  if (action === "delete") return undefined;
  if (action === "set_state") return state ?? undefined;
  return action === "retry" ? proposal("SCHEDULED", "AwaitingRetry") : proposal("CANCELLING", "Cancelling");
};
