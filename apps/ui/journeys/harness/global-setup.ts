import { buildUi } from "./build-ui.ts";

/** The pages are built once, before the first journey. */
export const setup = (): Promise<void> => buildUi();
