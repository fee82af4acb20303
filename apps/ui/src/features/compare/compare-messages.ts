import type { Log } from "@millrace/contract";

/** What runs complained of in the same words, but for numbers and ids, and how often each did. */
export interface ComparedMessage {
  readonly text: string;
  readonly counts: readonly number[];
}

const firstLine = ({ message }: Pick<Log, "message">): string => message.split("\n", 1)[0] ?? "";
const signatureOf = (text: string): string => text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|0x[0-9a-f]+|\d+/gi, "#");

/** The errors of runs by what they say: those first that not all runs have. */
export const compareMessages = (
  logs: readonly Pick<Log, "message" | "flow_run_id">[],
  runIds: readonly string[],
): readonly ComparedMessage[] => {
  const groups = [...Map.groupBy(logs, (log) => signatureOf(firstLine(log))).values()];
  const isShared = ({ counts }: ComparedMessage): boolean => counts.every((count) => count > 0);
  return groups
    .map((same) => ({
      text: same[0] === undefined ? "" : firstLine(same[0]),
      counts: runIds.map((id) => same.filter(({ flow_run_id }) => flow_run_id === id).length),
    }))
    .toSorted((one, other) => Number(isShared(one)) - Number(isShared(other)));
};
