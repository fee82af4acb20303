import type { WorkerStatus, WorkPoolStatus } from "@millrace/contract";
import { IconCircleCheck, IconCircleDashed, IconCircleOff, IconPlayerPause, type TablerIcon } from "@tabler/icons-react";
import classes from "./status-badge.module.css";

type Status = WorkPoolStatus | WorkerStatus;

const looks: Readonly<Record<Status, { readonly label: string; readonly icon: TablerIcon; readonly colour: string }>> = {
  READY: { label: "Ready", icon: IconCircleCheck, colour: "completed" },
  NOT_READY: { label: "Not ready", icon: IconCircleDashed, colour: "scheduled" },
  PAUSED: { label: "Paused", icon: IconPlayerPause, colour: "paused" },
  ONLINE: { label: "Online", icon: IconCircleCheck, colour: "completed" },
  OFFLINE: { label: "Offline", icon: IconCircleOff, colour: "cancelled" },
};

/** The status of a pool, a queue or a worker; pools of agents have none. */
export const StatusBadge = ({ status }: { readonly status: Status | null }) => {
  if (status === null) return <span>–</span>;
  const { label, icon: Icon, colour } = looks[status];
  return (
    <span className={classes.badge} data-status={status} style={{ color: `var(--state-${colour}-text)` }}>
      <Icon size={15} stroke={2} aria-hidden="true" />
      {label}
    </span>
  );
};
