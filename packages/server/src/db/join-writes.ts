import type { SqlText } from "./connection.ts";

const isInsert = (query: SqlText): boolean => query.sql.startsWith("insert ");
const isUpdate = (query: SqlText): boolean => query.sql.startsWith("update ");

/**
 * Writes that nobody looks at the outcome of, as one statement of PostgreSQL where that is the same: it is planned, sent
 * and answered once. Two updates are never joined, since of two to one row only one would count.
 */
export const createWriteJoiner = (): ((writes: readonly SqlText[]) => readonly SqlText[]) => {
  const texts = new Map<string, string>();
  return (writes) => {
    if (writes.length < 2 || !writes.every((write) => write.repeated === true && (isInsert(write) || isUpdate(write)))) return writes;
    if (writes.filter(isUpdate).length > 1) return writes;
    const key = writes.map((write) => write.sql).join("\n");
    const text = texts.get(key) ?? joinTexts(writes);
    texts.set(key, text);
    return [{ sql: text, parameters: writes.flatMap((write) => write.parameters), repeated: true }];
  };
};

const joinTexts = (writes: readonly SqlText[]): string => {
  let before = 0;
  const renumbered = writes.map(({ sql, parameters }) => {
    const offset = before;
    before += parameters.length;
    return sql.replaceAll(/\$(\d+)/g, (_, number: string) => `$${Number(number) + offset}`);
  });
  const first = renumbered.slice(0, -1).map((sql, index) => `write_${index} as (${sql})`);
  return `with ${first.join(", ")} ${renumbered.at(-1) ?? ""}`;
};
