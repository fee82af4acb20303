/** Tables of runs that take slots of a pool or a queue. */
import type { SlotHolder } from "@millrace/contract";
import type { Say } from "../../output/say.ts";

/** Seconds as a length of time: `4s`, `3m 20s`, `2h 5m`. */
const sayLength = (seconds: number | null): string => {
  if (seconds === null) return "";
  const whole = Math.floor(seconds);
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${whole % 60}s`;
  return `${Math.floor(whole / 3600)}h ${Math.floor((whole % 3600) / 60)}m`;
};

const barLength = 20;

/** How many slots are taken, with a bar when there is a limit. */
export const saySlots = (
  say: Say,
  { active_slots: taken, concurrency_limit: limit }: { active_slots: number; concurrency_limit: number | null },
): void => {
  if (limit === null) {
    say.line(`Slots: ${taken} taken, no limit`);
    return;
  }
  const filled = limit === 0 ? barLength : Math.min(barLength, Math.round((taken / limit) * barLength));
  const bar = say.style[taken < limit ? "green" : "red"]("█".repeat(filled)) + say.style.dim("░".repeat(barLength - filled));
  say.line(`Slots: ${bar} ${taken} / ${limit}`);
};

/** Rows of `Flow Run`, `State` and `Duration`, with the queue before them where there are several. */
export const sayHolders = (say: Say, holders: readonly { readonly run: SlotHolder; readonly queue?: string }[]): void => {
  if (holders.length === 0) {
    say.line("No flow runs take slots.");
    return;
  }
  const withQueue = holders.some(({ queue }) => queue !== undefined);
  say.table({
    columns: [
      ...(withQueue ? [{ header: "Queue", colour: "magenta" } as const] : []),
      { header: "Flow Run", colour: "green" },
      { header: "State", colour: "blue" },
      { header: "Duration" },
    ],
    rows: holders.map(({ run, queue }) => [
      ...(withQueue ? [queue ?? ""] : []),
      run.name,
      run.state_name ?? "Unknown",
      sayLength(run.time_in_current_state),
    ]),
  });
};
