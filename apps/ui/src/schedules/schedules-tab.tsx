import type { Deployment } from "@millrace/contract";
import { BackfillsPanel } from "../backfills/backfills-panel.tsx";
import layout from "../components/layout.module.css";
import { PausesPanel } from "./pauses-panel.tsx";
import { SchedulesPanel } from "./schedules-panel.tsx";
import { useKnowsSchedules } from "./use-preview.ts";
import { WeekPanel } from "./week-panel.tsx";

interface Props {
  readonly deployment: Deployment;
  /** From the address: how many weeks from now. */
  readonly week: number;
  readonly onWeek: (week: number) => void;
}

/** When a deployment runs by itself, and runs for dates that have passed. */
export const SchedulesTab = ({ deployment, week, onWeek }: Props) => {
  const isOurs = useKnowsSchedules();
  return (
    <div className={layout.stack}>
      <SchedulesPanel deployment={deployment} />
      <WeekPanel deployment={deployment} week={week} onWeek={onWeek} />
      {isOurs && deployment.schedules.length > 0 && <PausesPanel deployment={deployment} />}
      {isOurs && <BackfillsPanel deployment={deployment} />}
    </div>
  );
};
