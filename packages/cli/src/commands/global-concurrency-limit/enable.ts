import { setActive } from "./set-active.ts";

export default setActive(true);
