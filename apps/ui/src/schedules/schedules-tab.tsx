import type { Deployment } from "@millrace/contract";
import classes from "./schedules.module.css";
import { SchedulesPanel } from "./schedules-panel.tsx";

/** When a deployment runs by itself. */
export const SchedulesTab = ({ deployment }: { readonly deployment: Deployment }) => (
  <div className={classes.stack}>
    <SchedulesPanel deployment={deployment} />
  </div>
);
