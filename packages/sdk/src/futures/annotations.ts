import type { Pending } from "./pending.ts";

export class AllowFailure<T> {
  readonly value: T | Pending<T>;
  constructor(value: T | Pending<T>) {
    this.value = value;
  }
}

export class Opaque<T> {
  readonly value: T | Pending<T>;
  constructor(value: T | Pending<T>) {
    this.value = value;
  }
}

/** Passes the error in place of the value when the run failed, instead of failing what depends on it. */
export const allowFailure = <T>(value: Pending<T>): AllowFailure<T | Error> => new AllowFailure<T | Error>(value);

/** Hands a value over as it is: nothing inside it is looked for, waited for or copied. */
export const opaque = <T>(value: T | Pending<T>): Opaque<T> => new Opaque(value);
