/**
 * One request of the corpus: method and path, then the body, then the name under which its answer is kept. A kept answer's id, or the
 * field that is named after a dot, stands for `$name` in later requests. `undefined` as a body means none, `raw` sends text as it is.
 */
export type Exchange = readonly [ask: string, body?: unknown, keep?: string];

/** A body that is sent as it is, JSON or not. */
export const raw = (text: string): RawBody => ({ raw: text });

export interface RawBody {
  readonly raw: string;
}

export const isRaw = (body: unknown): body is RawBody => typeof body === "object" && body !== null && "raw" in body;

/** An id that nothing has. */
export const nowhere = "00000000-0000-0000-0000-000000000000";

/** A moment far enough away that nothing falls due. */
export const moment = "2035-05-17T12:30:00Z";
