/** Tables of runs that wait for a worker. */
import { addSeconds, compareInstants, fromMicros, type PlainFlowRun } from "@millrace/contract";
import type { CommandContext } from "../../command.ts";
import { markIf } from "../../output/limits.ts";
import { newestFirst } from "../../output/newest-first.ts";
import { sayInstant, sayWhenShort } from "../../output/times.ts";

type DueRun = Pick<PlainFlowRun, "id" | "created" | "name" | "deployment_id" | "expected_start_time">;

/** The moment so many hours from now. */
export const inHours = (nowMillis: number, hours: number): string => addSeconds(fromMicros(Math.round(nowMillis * 1000)), hours * 3600);

/** Prints the runs, newest first, late ones marked. Returns them in that order. */
export const sayDueRuns = <T extends DueRun>({ host, say }: CommandContext, due: readonly T[]): readonly T[] => {
  const runs = newestFirst(due);
  if (runs.length === 0) {
    say.prose("No runs found. Look further ahead with --hours.");
    return runs;
  }
  const now = fromMicros(Math.round(host.now() * 1000));
  const isLate = ({ expected_start_time: start }: DueRun): boolean => start !== null && compareInstants(start, now) < 0;
  say.table({
    columns: [
      { header: "Scheduled Start Time (UTC)", colour: "yellow", whole: true },
      { header: "", whole: true },
      { header: "Run ID", colour: "cyan", whole: true },
      { header: "Name", colour: "green" },
      { header: "Deployment ID", colour: "blue" },
    ],
    rows: runs.map((run) => {
      const start = run.expected_start_time;
      return [
        start === null ? "" : markIf(isLate(run), sayInstant(start)),
        start === null ? "" : sayWhenShort(start, host.now()),
        run.id,
        run.name,
        run.deployment_id ?? "",
      ];
    }),
  });
  if (runs.some(isLate)) say.line(say.style.dim("(**) late"));
  return runs;
};
