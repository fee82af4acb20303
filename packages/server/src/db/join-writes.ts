import type { HeldRow, SqlText } from "./connection.ts";

const isInsert = (query: SqlText): boolean => query.sql.startsWith("insert ");
const isUpdate = (query: SqlText): boolean => query.sql.startsWith("update ");

/** Puts writes that nobody looks at the outcome of into one statement of PostgreSQL, which is planned, sent and answered once. */
export interface WriteJoiner {
  /** The writes as one, where that is the same. */
  join(writes: readonly SqlText[]): readonly SqlText[];
  /**
   * The writes as one that is a transaction by itself; undefined where they cannot be. It fails with `heldRowChanged` when
   * one of them was to change the held row and met another version of it.
   */
  joinWhole(writes: readonly SqlText[], held: readonly HeldRow[]): SqlText | undefined;
}

/** What PostgreSQL calls a division by zero: here, by the number of held rows that were met. */
export const heldRowChanged = "22012";

/** Locks the held row; fails with `heldRowChanged` when it has another version by now. */
export const lockHeldRow = ({ table, id, row_version }: HeldRow): SqlText => ({
  sql: `select 1 / count(*) from (select 1 from "${table}" where id = $1 and xmin = $2::xid for update) as held`,
  parameters: [id, row_version],
  repeated: true,
});

export const createWriteJoiner = (): WriteJoiner => {
  const texts = new Map<string, string>();
  const remember = (key: string, build: () => string): string => {
    const text = texts.get(key) ?? build();
    texts.set(key, text);
    return text;
  };
  const toOne = (writes: readonly SqlText[], kind: string, build: (texts: readonly string[]) => string): SqlText => ({
    sql: remember(`${kind}${writes.map((write) => write.sql).join("\n")}`, () => build(renumber(writes))),
    parameters: writes.flatMap((write) => write.parameters),
    repeated: true,
  });
  return {
    join: (writes) => (writes.length < 2 || !areJoinable(writes) ? writes : [toOne(writes, "joined ", joinTexts)]),
    joinWhole: (writes, [held, ...others]) => {
      if (others.length > 0 || !areJoinable(writes)) return undefined;
      if (held === undefined) return writes.length === 1 ? writes[0] : toOne(writes, "joined ", joinTexts);
      const change = writes.findIndex(({ sql }) => sql.startsWith(`update "${held.table}" `) && sql.includes("xmin = $"));
      return change === -1 ? undefined : toOne(writes, "whole ", (all) => joinAround(all, change));
    },
  };
};

/** Two updates are never joined, since of two to one row only one would count. */
const areJoinable = (writes: readonly SqlText[]): boolean =>
  writes.every((write) => write.repeated === true && (isInsert(write) || isUpdate(write))) && writes.filter(isUpdate).length < 2;

const renumber = (writes: readonly SqlText[]): readonly string[] => {
  let before = 0;
  return writes.map(({ sql, parameters }) => {
    const offset = before;
    before += parameters.length;
    return sql.replaceAll(/\$(\d+)/g, (_, number: string) => `$${Number(number) + offset}`);
  });
};

const joinTexts = (texts: readonly string[]): string => {
  const first = texts.slice(0, -1).map((sql, index) => `write_${index} as (${sql})`);
  return `with ${first.join(", ")} ${texts.at(-1) ?? ""}`;
};

const joinAround = (texts: readonly string[], change: number): string => {
  const all = texts.map((sql, index) => `write_${index} as (${sql}${index === change ? " returning 1" : ""})`);
  return `with ${all.join(", ")} select 1 / count(*) from write_${change}`;
};
