import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** Builds the pages when their sources are newer than the last build. */
export const buildUi = async (): Promise<void> => {
  await promisify(execFile)(process.execPath, [`${root}tools/build/build-ui.ts`], { cwd: root });
};
