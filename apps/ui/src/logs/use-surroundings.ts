import { useCallbackRef } from "@mantine/hooks";
import type { Log, LogFilterInput } from "@millrace/contract";
import { useState } from "react";
import { useSay } from "../api/say-context.tsx";
import { compareLogs } from "./log-order.ts";
import { type LogScope, logFilter, since, until } from "./log-query.ts";
import type { LogSource } from "./log-source.ts";

interface Around {
  readonly before: readonly Log[];
  readonly after: readonly Log[];
}

/** What was written around lines, whether it matches or not. */
export interface Surroundings {
  readonly of: (line: Log) => Around | undefined;
  /** Five lines more on both sides. */
  readonly more: (line: Log) => void;
  readonly close: (line: Log) => void;
}

const step = 5;
/** Lines asked for beyond those wanted, as some of the same moment may stand on the other side. */
const spare = 20;

const listAround = async (source: LogSource, all: LogFilterInput, { line, count }: { line: Log; count: number }): Promise<Around> => {
  const [before, after] = await Promise.all([
    source.list(until(all, line.timestamp), { sort: "TIMESTAMP_DESC", limit: count + spare }),
    source.list(since(all, line.timestamp), { limit: count + spare }),
  ]);
  return {
    before: before
      .filter((each) => compareLogs(each, line) < 0)
      .slice(0, count)
      .reverse(),
    after: after.filter((each) => compareLogs(each, line) > 0).slice(0, count),
  };
};

export const useSurroundings = (source: LogSource, scope: LogScope): Surroundings => {
  const say = useSay();
  const [shown, setShown] = useState<ReadonlyMap<string, Around>>(new Map());
  const load = async (line: Log): Promise<void> => {
    const count = Math.max(shown.get(line.id)?.before.length ?? 0, shown.get(line.id)?.after.length ?? 0) + step;
    const around = await listAround(source, logFilter(scope), { line, count });
    setShown((known) => new Map([...known, [line.id, around]]));
  };
  const more = useCallbackRef(
    (line: Log): void => void load(line).catch((error: unknown) => say.failed("Show the lines around it", error)),
  );
  return {
    of: ({ id }) => shown.get(id),
    more,
    close: ({ id }) => setShown((known) => new Map([...known].filter(([key]) => key !== id))),
  };
};
