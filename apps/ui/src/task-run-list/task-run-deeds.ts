import type { OrchestrationResult } from "@millrace/contract";
import type { Api } from "../api/api.ts";
import type { Noun } from "../api/keys.ts";
import { type EndType, endTypes, mustBeAccepted } from "../run-details/run-state.ts";

/** What a changed task run may show in. */
export const touchedByTaskRun: readonly Noun[] = ["taskRuns", "taskRunStates", "ui"];

/** Notes how a task run ended, past the rules, which keep ended runs as they are. */
export const changeTaskRunState = async (
  api: Api,
  { id, type, message }: { readonly id: string; readonly type: EndType; readonly message: string | null },
): Promise<OrchestrationResult> =>
  mustBeAccepted(await api.taskRuns.setState({ id, body: { state: { type, message }, force: true } }), endTypes);
