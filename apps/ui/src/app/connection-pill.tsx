import { Tooltip } from "@mantine/core";
import { IconAntennaBars5, IconCloudOff, IconRefresh, type TablerIcon } from "@tabler/icons-react";
import { type LiveStatus, useLiveStatus } from "../api/live-context.tsx";
import classes from "./connection-pill.module.css";

const looks: Readonly<Record<LiveStatus, { readonly label: string; readonly hint: string; readonly icon: TablerIcon }>> = {
  live: { label: "Live", hint: "The server tells this page what changes.", icon: IconAntennaBars5 },
  polling: { label: "Polling", hint: "No live connection: this page asks the server every few seconds.", icon: IconRefresh },
  offline: { label: "Offline", hint: "The server cannot be reached. The page tries again by itself.", icon: IconCloudOff },
};

/** How current the page is. */
export const ConnectionPill = () => {
  const status = useLiveStatus();
  const { label, hint, icon: Icon } = looks[status];
  return (
    <Tooltip label={hint}>
      <span className={classes.pill} data-status={status} role="status" aria-label={`Connection: ${label}. ${hint}`}>
        <Icon size={14} aria-hidden="true" />
        <span className={classes.label}>{label}</span>
      </span>
    </Tooltip>
  );
};
