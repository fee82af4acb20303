import type { Backfill } from "@millrace/contract";

/** How far a backfill has come, in one line: `12 of 40 done, 3 open, 1 failed`. */
export const sayProgress = ({ progress }: Pick<Backfill, "progress">): string => {
  const { total, ended, open, skipped, cancelled, runs } = progress;
  const failed = (runs.FAILED ?? 0) + (runs.CRASHED ?? 0);
  const parts = [
    [open, "open"],
    [failed, "failed"],
    [skipped, "skipped"],
    [cancelled, "cancelled"],
  ] as const;
  const told = parts.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : []));
  return [`${ended} of ${total} done`, ...told].join(", ");
};
