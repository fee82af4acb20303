import { setSchedulesActive } from "./set-active.ts";

export default setSchedulesActive(false);
