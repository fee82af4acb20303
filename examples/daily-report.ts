/** A report of one day, made every night for the day before; also the days that passed before it was written (docs/guides/backfills.md). */
import { flow, flowRun, getLogger, serve } from "millrace";

const dayMillis = 86_400_000;

/** The day a run is about follows from when it was meant to run, not from when it does. */
const reportedDay = (scheduled: string): string => new Date(Date.parse(scheduled) - dayMillis).toISOString().slice(0, 10);

export const dailyReport = flow({ name: "daily-report" }, async () => {
  const day = reportedDay(flowRun().scheduledStartTime ?? new Date().toISOString());
  getLogger().info("Made the report of a day.", { day });
  return { day };
});

if (import.meta.main) {
  await serve(dailyReport.toDeployment({ name: "nightly", schedule: { cron: "0 3 * * *", slug: "nightly" } }), { limit: 3 });
}
