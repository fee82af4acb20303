import type { HeldRow, SqlText } from "./connection.ts";

/** Puts writes that nobody looks at the outcome of into one statement of PostgreSQL, which is planned, sent and answered once. */
export interface WriteJoiner {
  /**
   * The writes as one, where that is the same. It fails with `heldRowChanged` when one of them was to change a held row and
   * met another version of it.
   */
  join(writes: readonly SqlText[]): readonly SqlText[];
  /** The writes as one that is a transaction by itself and compares the held row; undefined where they cannot be. */
  joinWhole(writes: readonly SqlText[], held: readonly HeldRow[]): Whole | undefined;
  /** Several of those as one. */
  merge(wholes: readonly Whole[]): SqlText;
}

/** Writes that are a transaction by themselves. */
export interface Whole {
  readonly writes: readonly SqlText[];
  readonly statement: SqlText;
  /** Whether its writes may share a statement with those of others. */
  readonly isMergeable: boolean;
  /** The row it changes; empty when it changes none. */
  readonly heldId: string;
}

/** What PostgreSQL calls a division by zero: here, by whether all held rows were met. */
export const heldRowChanged = "22012";

/** Locks the held row; fails with `heldRowChanged` when it has another version by now. */
export const lockHeldRow = ({ table, id, row_version }: HeldRow): SqlText => ({
  sql: `select 1 / count(*) from (select 1 from "${table}" where id = $1 and xmin = $2::xid for update) as held`,
  parameters: [id, row_version],
  repeated: true,
});

export const createWriteJoiner = (): WriteJoiner => {
  const texts = new Map<string, string>();
  const toOne = (writes: readonly SqlText[]): SqlText => {
    const key = writes.map((write) => write.sql).join("\n");
    const text = texts.get(key) ?? joinTexts(writes);
    texts.set(key, text);
    return { sql: text, parameters: writes.flatMap((write) => write.parameters), repeated: true };
  };
  const join = (writes: readonly SqlText[]): readonly SqlText[] => {
    if (!areJoinable(writes)) return writes.map((write) => (changesHeld(write) ? toOne([write]) : write));
    return writes.length < 2 && !writes.some(changesHeld) ? writes : [toOne(writes)];
  };
  return {
    join,
    joinWhole(writes, [held, ...others]) {
      if (others.length > 0 || !areJoinable(writes)) return undefined;
      if (held !== undefined && !writes.some((write) => changesHeld(write) && write.sql.startsWith(`update "${held.table}" `)))
        return undefined;
      const [statement] = join(writes);
      return statement && { writes, statement, isMergeable: writes.every(({ takesRows }) => takesRows), heldId: held?.id ?? "" };
    },
    merge(wholes) {
      const [first, ...others] = wholes;
      if (first !== undefined && others.length === 0) return first.statement;
      // In one order everywhere, so that of two processes that change the same rows one waits for the other.
      return toOne(mergeRows(wholes.toSorted((one, other) => (one.heldId < other.heldId ? -1 : 1)).flatMap(({ writes }) => writes)));
    },
  };
};

const isUpdate = ({ sql }: SqlText): boolean => sql.startsWith("update ");
const changesHeld = (write: SqlText): boolean => write.takesRows === true && isUpdate(write);

/** Two updates are never joined, since of two to one row only one would count. */
const areJoinable = (writes: readonly SqlText[]): boolean =>
  writes.every((write) => write.repeated === true && (write.sql.startsWith("insert ") || isUpdate(write))) &&
  writes.filter(isUpdate).length < 2;

/** One write for each text, with the rows of all; texts in one order, so that there are few different statements. */
const mergeRows = (writes: readonly SqlText[]): readonly SqlText[] => {
  const rowsOf = new Map<string, string[]>();
  for (const { sql, parameters } of writes) {
    const rows = rowsOf.get(sql) ?? [];
    rowsOf.set(sql, rows);
    rows.push(String(parameters[0]).slice(1, -1));
  }
  const merged = [...rowsOf].sort(([one], [other]) => (one < other ? -1 : 1));
  return merged.map(([sql, rows]) => ({ sql, parameters: [`[${rows.join(",")}]`], repeated: true, takesRows: true }));
};

const joinTexts = (writes: readonly SqlText[]): string => {
  let before = 0;
  const checks: string[] = [];
  const all = writes.map((write, index) => {
    const offset = before;
    before += write.parameters.length;
    if (changesHeld(write)) checks.push(`(select count(*) from write_${index}) = json_array_length($${offset + 1}::json)`);
    return write.sql.replaceAll(/\$(\d+)/g, (_, number: string) => `$${Number(number) + offset}`);
  });
  const last = checks.length === 0 ? all.pop() : `select 1 / (${checks.join(" and ")})::integer`;
  return `with ${all.map((sql, index) => `write_${index} as (${sql})`).join(", ")} ${last ?? ""}`;
};
