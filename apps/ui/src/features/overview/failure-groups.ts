import type { BriefFlowRun, FailureGroup } from "@millrace/contract";

/** A run that ended badly, and what its state says. */
export interface FailedRun {
  readonly run: BriefFlowRun;
  readonly message: string | null;
}

const longestLine = 300;
const mostGroups = 20;

const firstLine = (message: string | null): string => ((message ?? "").trim().split("\n", 1)[0] ?? "").slice(0, longestLine);

/** What messages of the same error have in common: all but ids, numbers and what stands in quotes. */
export const signatureOf = (message: string | null): string =>
  firstLine(message)
    .replaceAll(/\b[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\b|\b0x[0-9a-f]+\b/gi, "…")
    .replaceAll(/'[^']*'|"[^"]*"/g, "'…'")
    .replaceAll(/\d+(?:[.:]\d+)*/g, "#") || "No message";

/** Failures by flow and by what went wrong, the most frequent first. The runs come newest first. */
export const groupFailures = (failed: readonly FailedRun[]): readonly FailureGroup[] => {
  const groups = Map.groupBy(failed, ({ run, message }) => `${run.flow_id} ${signatureOf(message)}`);
  return [...groups.values()]
    .flatMap((group): FailureGroup[] => {
      const [last] = group;
      if (last === undefined) return [];
      const { flow_id, flow_name } = last.run;
      const message = firstLine(last.message);
      return [
        { flow_id, flow_name, signature: signatureOf(last.message), message: message || null, count: group.length, last_run: last.run },
      ];
    })
    .sort((one, other) => other.count - one.count)
    .slice(0, mostGroups);
};
