import { clearSchedules } from "../deployment-schedule/clear-schedules.ts";

// It stands in scripts, where nobody answers.
export default clearSchedules("confirm");
