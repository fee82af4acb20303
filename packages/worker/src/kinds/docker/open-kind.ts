import { WorkerError } from "../../worker-error.ts";
import type { OpenKind } from "../kind.ts";
export const openDockerKind: OpenKind = async () => {
  throw new WorkerError("not yet");
};
