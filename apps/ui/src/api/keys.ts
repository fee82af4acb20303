import type { ApiMethods } from "./api.ts";

export type Noun = keyof ApiMethods;

/**
 * What a query is kept under: the noun and the name of its call in the contract, then what was asked. A query that makes several
 * calls takes the noun it is about and a name of its own, so that changes of the noun reach it.
 */
export type CallKey = readonly [noun: Noun, name: string, input: unknown];

export const keyOf = (noun: Noun, name: string, input: unknown): CallKey => [noun, name, input ?? {}];
