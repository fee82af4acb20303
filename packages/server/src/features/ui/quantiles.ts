import { type RawBuilder, sql } from "kysely";

/** Which of `n` ascending values, counted from 1, is the one that a share of them in a hundred does not exceed. */
const rank = (n: RawBuilder<unknown>, percent: number) => sql`(${n} * ${sql.lit(percent)} + 99) / 100`;

/** The value at a rank, of rows that know their `place` among those of their kind and how many these are. */
export const atPercent = (value: RawBuilder<unknown>, percent: number, n: RawBuilder<unknown>): RawBuilder<number | null> =>
  sql`max(case when place = ${rank(n, percent)} then ${value} end)`;

/** Which runs tell how long runs take. */
export const hasEnded = sql`state_type in ('COMPLETED', 'FAILED', 'CRASHED') and start_time is not null`;
