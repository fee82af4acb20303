import type { Client } from "@millrace/client";
import type { TaskRun } from "@millrace/contract";
import { orMissing } from "../../missing.ts";

/** The task run of an id. Throws `CommandError` when there is none. */
export const getTaskRun = (client: Client, id: string): Promise<TaskRun> =>
  orMissing(client.taskRuns.get({ id }), `Task run "${id}" was not found. List them with: millrace task-run ls`);
