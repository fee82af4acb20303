import { isClientError } from "@millrace/client/browser";
import type { FlowRun, JsonObject } from "@millrace/contract";
import { useAnswer } from "../../api/use-call.ts";

/** What a paused run asks of whoever resumes it. */
export interface RunInputQuestion {
  readonly schema: JsonObject;
  /** Markdown. */
  readonly description: string | undefined;
}

/** Texts are stored as JSON by the clients; a plain one is taken as it is. */
const readText = (stored: string): string => {
  try {
    const value: unknown = JSON.parse(stored);
    return typeof value === "string" ? value : stored;
  } catch {
    return stored;
  }
};

/** The schema and description that a pause came with; null for one that wants nothing. */
export const useRunInput = ({ id, state }: FlowRun, enabled: boolean) => {
  const keys = state?.state_details.run_input_keyset;
  return useAnswer<RunInputQuestion | null>(
    {
      noun: "flowRuns",
      name: "run-input",
      input: { id, key: keys?.schema },
      ask: async (api, signal) => {
        if (keys?.schema === undefined) return null;
        const schema = JSON.parse(await api.flowRuns.getInput({ id, key: keys.schema }, { signal })) as JsonObject;
        const description = await describe(keys.description, (key) => api.flowRuns.getInput({ id, key }, { signal }));
        return { schema, description };
      },
    },
    { enabled, poll: 0 },
  );
};

const describe = async (key: string | undefined, get: (key: string) => Promise<string>): Promise<string | undefined> => {
  if (key === undefined) return undefined;
  try {
    return readText(await get(key));
  } catch (error) {
    if (isClientError(error, "not-found")) return undefined;
    throw error;
  }
};
