import type { StateType } from "@millrace/contract";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleOff,
  IconCircleX,
  IconClock,
  IconClockExclamation,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  type TablerIcon,
} from "@tabler/icons-react";

/** The icon of each type of state: colour is never the only sign. */
export const stateIcons: Readonly<Record<StateType, TablerIcon>> = {
  SCHEDULED: IconClock,
  PENDING: IconCircleDashed,
  RUNNING: IconPlayerPlay,
  COMPLETED: IconCircleCheck,
  FAILED: IconCircleX,
  CRASHED: IconAlertTriangle,
  CANCELLED: IconCircleOff,
  CANCELLING: IconCircleOff,
  PAUSED: IconPlayerPause,
};

/** Names that look unlike the others of their type. */
const named: Readonly<Record<string, TablerIcon>> = { Late: IconClockExclamation, AwaitingRetry: IconRefresh, Retrying: IconRefresh };

export const iconOfState = (type: StateType, name?: string | null): TablerIcon => named[name ?? ""] ?? stateIcons[type];

/** The CSS variable of a state's colour; `part` is for text, or the ground it stands on. */
export const stateColor = (type: StateType | null | undefined, part?: "text" | "ground", name?: string | null): string => {
  const colour = name === "Late" ? "late" : (type ?? "pending").toLowerCase();
  return `var(--state-${colour}${part === undefined ? "" : `-${part}`})`;
};

/** What people call a type, where a state has no name of its own. */
export const stateLabel = (type: StateType): string => type.charAt(0) + type.slice(1).toLowerCase();
