import type { Client } from "@millrace/client";
import type { Json } from "@millrace/contract";

export interface Copying {
  readonly from: Client;
  readonly to: Client;
  /** Ids of what was copied or was there already: the ones over there by the ones here. */
  readonly ids: Map<string, string>;
}

/** What became of one thing: its id over there, and why it was passed over if it was. */
export interface Copied {
  readonly id?: string;
  readonly skipped?: string;
}

/** A kind of thing to copy. */
export interface Kind<T> {
  readonly name: string;
  readonly list: (from: Client) => Promise<readonly T[]>;
  readonly label: (item: T) => string;
  readonly copy: (copying: Copying, item: T) => Promise<Copied>;
}

export interface Outcome {
  readonly resource: string;
  readonly status: "succeeded" | "skipped" | "failed";
  readonly details: string;
}

export const exists = "exists already";

/** A value in which every id that is known over there stands for the one here. */
export const withNewIds = <T extends Json | object>({ ids }: Copying, value: T): T => {
  let text = JSON.stringify(value);
  for (const [before, after] of ids) text = text.replaceAll(before, after);
  return JSON.parse(text) as T;
};
