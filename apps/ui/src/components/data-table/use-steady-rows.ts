import { useEffect, useMemo, useRef, useState } from "react";

interface Steady<Row> {
  readonly rows: readonly Row[] | undefined;
  /** Rows that have come since and wait to be shown. */
  readonly fresh: number;
  readonly showFresh: () => void;
}

interface Held<Row> {
  readonly identity: string;
  readonly rows: readonly Row[];
}

/**
 * Rows that do not jump: while `identity` (filter, order, page) is the same, rows stay where they are and change in place, and new
 * ones wait behind a count.
 */
export const useSteadyRows = <Row>(
  rows: readonly Row[] | undefined,
  { identity, keyOf, enabled }: { readonly identity: string; readonly keyOf: (row: Row) => string; readonly enabled: boolean },
): Steady<Row> => {
  const [held, setHeld] = useState<Held<Row>>();
  const hasHeld = held?.identity === identity;
  const keys = rows?.map(keyOf).join();
  const shown = useRef(keys);
  // Until its own rows come, a new question shows those of the last one: they are not what its later rows are new against.
  const areOfLast = held !== undefined && keys === shown.current;
  useEffect(() => {
    shown.current = keys;
  });
  if (rows !== undefined && !hasHeld && !areOfLast) setHeld({ identity, rows });
  return useMemo(() => {
    if (!enabled || rows === undefined || held === undefined || !hasHeld) return { rows, fresh: 0, showFresh: () => undefined };
    const latest = new Map(rows.map((row) => [keyOf(row), row]));
    const known = new Set(held.rows.map(keyOf));
    const fresh = rows.filter((row) => !known.has(keyOf(row))).length;
    return {
      rows: fresh === 0 ? rows : held.rows.map((row) => latest.get(keyOf(row)) ?? row),
      fresh,
      showFresh: () => setHeld({ identity, rows }),
    };
  }, [enabled, rows, held, hasHeld, identity, keyOf]);
};
