import type { StateType } from "@millrace/contract";
import {
  IconAlertTriangle,
  IconBan,
  IconCalendarTime,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
} from "@tabler/icons-react";
import classes from "./run-graph.module.css";

const icons = {
  SCHEDULED: IconCalendarTime,
  PENDING: IconClock,
  RUNNING: IconPlayerPlay,
  PAUSED: IconPlayerPause,
  CANCELLING: IconPlayerStop,
  COMPLETED: IconCircleCheck,
  CANCELLED: IconBan,
  FAILED: IconCircleX,
  CRASHED: IconAlertTriangle,
} as const satisfies Record<StateType, unknown>;

/** The sign of a state in its colour; the name stands beside it or is read out. */
export const StateMark = ({ type, size = 15 }: { readonly type: StateType; readonly size?: number }) => {
  const Icon = icons[type];
  return <Icon aria-hidden className={classes.mark} size={size} stroke={2} style={{ color: `var(--graph-${type.toLowerCase()})` }} />;
};

/** A type of state as people read it. */
export const nameOfState = (type: StateType): string => type.charAt(0) + type.slice(1).toLowerCase();
