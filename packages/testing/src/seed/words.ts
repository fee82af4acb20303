/** What a seed says in the words of one database. Numbers and times are SQL expressions over integers, times in microseconds since 1970. */
export interface Words {
  /** A table with the column `n`, from the first number to the last. */
  series(first: number, last: number): string;
  /** The stored form of a time. */
  time(micros: string): string;
  /** A UUID of version 7: its time, up to three hexadecimal digits that say what it is of, and a number. */
  id(micros: string, kind: string, number: string): string;
  json(text: string): string;
  readonly no: string;
}

const kindOf = (kind: string): string => kind.padStart(3, "0");

export const postgresWords: Words = {
  series: (first, last) => `generate_series(${first}::bigint, ${last}::bigint) as s (n)`,
  time: (micros) => `(timestamptz 'epoch' + (${micros}) * interval '1 microsecond')`,
  id: (micros, kind, number) =>
    `(lpad(to_hex((${micros}) / 1000), 12, '0') || '7${kindOf(kind)}8' || lpad(to_hex((${number})::bigint), 15, '0'))::uuid`,
  json: (text) => `(${text})::jsonb`,
  no: "false",
};

export const sqliteWords: Words = {
  series: (first, last) =>
    `(with recursive counted (n) as (select ${first} union all select n + 1 from counted where n < ${last}) select n from counted) as s`,
  time: (micros) => `(strftime('%Y-%m-%dT%H:%M:%S', (${micros}) / 1000000, 'unixepoch') || printf('.%06dZ', (${micros}) % 1000000))`,
  id: (micros, kind, number) =>
    `printf('%08x-%04x-7${kindOf(kind)}-8000-%012x', (${micros}) / 65536000, (${micros}) / 1000 % 65536, ${number})`,
  json: (text) => text,
  no: "0",
};
