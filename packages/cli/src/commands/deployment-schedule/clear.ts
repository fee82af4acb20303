import { clearSchedules } from "./clear-schedules.ts";

export default clearSchedules("insist");
