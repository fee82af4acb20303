import type { StateType } from "@millrace/contract";
import { type RawBuilder, sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import type { RunsByBucket } from "../../db/dialect.ts";

/** The runs of one state that were expected to start in one bucket. */
export interface StateOfBucket {
  readonly bucket: number;
  readonly state_type: StateType;
  readonly state_name: string;
}

const compareTexts = (one: string | null, other: string | null): number => ((one ?? "") < (other ?? "") ? -1 : one === other ? 0 : 1);

/** Sums over the runs of each bucket and state, each bucket's states in order. */
export const sumByBucket = async <T>(db: Queries, runs: RunsByBucket, sums: RawBuilder<T>): Promise<(StateOfBucket & T)[]> => {
  const { rows } = await sql<StateOfBucket & T>`${db.dialect.sumByBucket(runs, sums)}`.execute(db);
  // Asked to order them, PostgreSQL sorts the runs rather than their sums.
  return rows.sort((one, other) => compareTexts(one.state_type, other.state_type) || compareTexts(one.state_name, other.state_name));
};
