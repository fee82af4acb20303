import { inspect } from "node:util";

export type LogFields = Readonly<Record<string, unknown>>;

const printValue = (value: unknown): string => {
  if (typeof value === "string") return /^[\w./:@-]+$/.test(value) ? value : JSON.stringify(value);
  if (value instanceof Error) return value.stack ?? `${value.name}: ${value.message}`;
  return typeof value === "object" && value !== null ? inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 4 }) : String(value);
};

/** The protocol's logs have no place for fields, so they follow the message as `key=value`. */
export const printFields = (message: string, fields: LogFields | undefined): string => {
  if (fields === undefined) return message;
  const printed = Object.entries(fields).map(([key, value]) => `${key}=${printValue(value)}`);
  return [message, ...printed].join(" ");
};

/** What `console.log` would print for these arguments. */
export const printArguments = (values: readonly unknown[]): string =>
  values.map((value) => (typeof value === "string" ? value : inspect(value))).join(" ");
