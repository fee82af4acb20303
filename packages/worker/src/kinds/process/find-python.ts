import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { WorkerSettings } from "../../settings.ts";

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The interpreter that imports what is written in Python; undefined when neither the settings nor the search path have one. */
export const findPython = ({ workerPython }: Pick<WorkerSettings, "workerPython">, searchPath = ""): string | undefined => {
  if (workerPython !== undefined) return workerPython;
  const folders = searchPath.split(delimiter).filter((folder) => folder !== "");
  return folders.flatMap((folder) => ["python", "python3"].map((name) => join(folder, name))).find(isProgram);
};
