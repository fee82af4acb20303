import { fromMicros, type JsonSchema, parseMicros } from "@millrace/contract";
import { plainNumber } from "../exact-numbers.ts";
import { parseIsoMicros } from "./iso-times.ts";
import { parseDuration, toMicroseconds } from "./parse-duration.ts";
import type { Problems } from "./problems.ts";

/** Reads a value from outside; what is wrong with it goes into `problems`, located from here down. */
export type Read = (value: unknown, problems: Problems) => unknown;

type Context = Readonly<Record<string, unknown>>;
const refuse = (problems: Problems, input: unknown, [type, msg, ctx]: readonly [type: string, msg: string, ctx?: Context]): undefined => {
  problems.push({ type, loc: [], msg, input, ...(ctx === undefined ? {} : { ctx }) });
};

const list = (values: readonly (string | number)[]): string => {
  const quoted = values.map((value) => (typeof value === "string" ? `'${value}'` : String(value)));
  return quoted.length < 2 ? quoted.join() : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
};

/** Characters as the protocol counts them: one outside the basic plane is one, not two. */
export const lengthOf = (text: string): number => [...text].length;

const noControls = "a name holds no control characters, such as line breaks and tabs; leave them out";

const readText = (schema: JsonSchema): Read => {
  const { pattern, minLength, maxLength, "x-lenient": lenient = false, "x-one-line": isOneLine = false } = schema;
  const shape = pattern === undefined ? undefined : new RegExp(pattern, "u");
  return (value, problems) => {
    if (typeof value !== "string") return refuse(problems, value, ["string_type", "Input should be a valid string"]);
    if (!value.isWellFormed()) {
      if (lenient) return value.toWellFormed();
      return refuse(problems, value, ["string_unicode", "Input should be a valid string, unable to parse raw data as a unicode string"]);
    }
    if (minLength !== undefined && value.length < 2 * minLength && lengthOf(value) < minLength) {
      return refuse(problems, value, [
        "string_too_short",
        `String should have at least ${minLength} character${minLength === 1 ? "" : "s"}`,
        { min_length: minLength },
      ]);
    }
    if (maxLength !== undefined && value.length > maxLength && lengthOf(value) > maxLength) {
      return refuse(problems, value, ["string_too_long", `String should have at most ${maxLength} characters`, { max_length: maxLength }]);
    }
    if (shape !== undefined && !shape.test(value)) {
      return refuse(problems, value, ["string_pattern_mismatch", `String should match pattern '${pattern}'`, { pattern }]);
    }
    if (isOneLine && /\p{Cc}/u.test(value)) {
      return refuse(problems, value, ["value_error", `Value error, ${noControls}`, { error: {} }]);
    }
    return value;
  };
};

const readEnum = (values: readonly (string | number)[]): Read => {
  const allowed = new Set<unknown>(values);
  return (value, problems) =>
    allowed.has(value) ? value : refuse(problems, value, ["enum", `Input should be ${list(values)}`, { expected: list(values) }]);
};

const hyphenated = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const anyUuid = /^(?:urn:uuid:)?\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/;

/** The canonical text of a UUID in any of its spellings. */
export const parseUuid = (value: unknown): string | undefined => {
  if (typeof value !== "string") return undefined;
  if (hyphenated.test(value)) return value;
  return anyUuid.exec(value.toLowerCase())?.slice(1).join("-");
};

const readUuid: Read = (value, problems) => {
  const uuid = parseUuid(value);
  if (uuid !== undefined) return uuid;
  if (typeof value !== "string") return refuse(problems, value, ["uuid_type", "UUID input should be a string, bytes or UUID object"]);
  const error = "expected 32 hexadecimal digits, with or without hyphens";
  return refuse(problems, value, ["uuid_parsing", `Input should be a valid UUID, ${error}`, { error }]);
};

/** Unix times above this are milliseconds (the protocol's own watershed, 20 October 2603 in seconds). */
const millisecondsFrom = 2e10;
const printed = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const dateOnly = /^\d{4}-\d\d-\d\d$/;

/** The first moment of year 1 and the one after year 9999, in microseconds: nobody's calendar here goes further. */
const earliest = -62_135_596_800_000_000;
const afterLatest = 253_402_300_800_000_000;

const microsOf = (value: string | number): number | undefined => {
  if (typeof value === "string") {
    if (/^[+-]?\d+(\.\d+)?$/.test(value)) return microsOf(Number(value));
    return parseMicros(dateOnly.test(value) ? `${value}T00:00:00Z` : value) ?? parseIsoMicros(value);
  }
  return Math.round(Math.abs(value) > millisecondsFrom ? value * 1000 : value * 1_000_000);
};

const offsetOf = (text: string): string => /[+-]\d\d(?::?\d\d)?$/.exec(text.slice(10))?.[0] ?? "Z";

/** Prints a moment with the offset it was written with. */
const withOffset = (micros: number, offset: string): string => {
  const digits = offset.replace(":", "");
  const minutes = offset === "Z" ? 0 : Number(`${digits[0]}1`) * (Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5) || "0"));
  if (minutes === 0) return fromMicros(micros);
  const sign = minutes < 0 ? "-" : "+";
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${fromMicros(micros + minutes * 60_000_000).slice(0, -1)}${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
};

const readTime = (keepOffset: boolean): Read => {
  const message = "Input should be a valid datetime";
  return (value, problems) => {
    if (typeof value === "string" && printed.test(value) && !value.endsWith(".000000Z") && parseMicros(value) !== undefined) return value;
    if (typeof value !== "string" && typeof value !== "number") return refuse(problems, value, ["datetime_type", message]);
    const micros = microsOf(value);
    if (micros === undefined || !(micros >= earliest && micros < afterLatest)) {
      const error = "expected ISO 8601 such as 2026-01-01T00:00:00Z";
      return refuse(problems, value, ["datetime_from_date_parsing", `${message} or date, ${error}`, { error }]);
    }
    return keepOffset && typeof value === "string" ? withOffset(micros, offsetOf(value)) : fromMicros(micros);
  };
};

const numeric = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i;
const integral = /^\s*[+-]?\d+(\.0*)?\s*$/;

/** What every database keeps as an integer, for those that say no other bounds. */
const storable = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };

const readNumber = (schema: JsonSchema, strict: boolean): Read => {
  const kind = schema.type === "integer" ? "integer" : "number";
  const short = kind === "integer" ? "int" : "float";
  const isBounded = kind === "integer" && schema["x-lenient"] !== true;
  const { minimum, maximum, exclusiveMinimum } = isBounded ? { ...storable, ...schema } : schema;
  return (value, problems) => {
    let number = value;
    if (typeof value === "string" && !strict) {
      if (!(kind === "integer" ? integral : numeric).test(value)) {
        return refuse(problems, value, [
          `${short}_parsing`,
          `Input should be a valid ${kind}, unable to parse string as ${kind === "integer" ? "an integer" : "a number"}`,
        ]);
      }
      number = Number(value);
    }
    if (typeof number === "boolean" && !strict) number = number ? 1 : 0;
    if (typeof number !== "number" || !Number.isFinite(number))
      return refuse(problems, value, [`${short}_type`, `Input should be a valid ${kind}`]);
    if (kind === "integer" && !Number.isInteger(number)) {
      return refuse(problems, value, ["int_from_float", "Input should be a valid integer, got a number with a fractional part"]);
    }
    if (minimum !== undefined && number < minimum) {
      return refuse(problems, value, ["greater_than_equal", `Input should be greater than or equal to ${minimum}`, { ge: minimum }]);
    }
    if (maximum !== undefined && number > maximum) {
      return refuse(problems, value, ["less_than_equal", `Input should be less than or equal to ${maximum}`, { le: maximum }]);
    }
    if (exclusiveMinimum !== undefined && number <= exclusiveMinimum) {
      return refuse(problems, value, ["greater_than", `Input should be greater than ${exclusiveMinimum}`, { gt: exclusiveMinimum }]);
    }
    return number;
  };
};

const readDuration = (schema: JsonSchema): Read => {
  const number = readNumber(schema, false);
  return (value, problems) => {
    const parsed = typeof value === "string" ? parseDuration(value) : value;
    const seconds = typeof parsed === "number" ? toMicroseconds(parsed) : parsed;
    if (typeof seconds !== "string") return number(seconds, problems);
    const error = seconds;
    return refuse(problems, value, ["time_delta_parsing", `Input should be a valid timedelta, ${error}`, { error }]);
  };
};

const spoken = new Map([
  ...["true", "t", "yes", "y", "on", "1"].map((word) => [word, true] as const),
  ...["false", "f", "no", "n", "off", "0"].map((word) => [word, false] as const),
]);

const readBoolean =
  (strict: boolean): Read =>
  (value, problems) => {
    if (typeof value === "boolean") return value;
    const isWord = !strict && (typeof value === "string" || typeof value === "number");
    const said = isWord ? spoken.get(String(value).toLowerCase()) : undefined;
    if (said !== undefined) return said;
    if (isWord) return refuse(problems, value, ["bool_parsing", "Input should be a valid boolean, unable to interpret input"]);
    return refuse(problems, value, ["bool_type", "Input should be a valid boolean"]);
  };

/** Where a number has a meaning, it counts by its value, however it is written. */
const takesNumbers =
  (read: Read): Read =>
  (value, problems) =>
    read(plainNumber(value), problems);

/** The reader of a scalar schema. `strict` coerces nothing, as among the members of a union. */
export const readScalar = (schema: JsonSchema, strict: boolean): Read | undefined => {
  if (schema.enum !== undefined) return readEnum(schema.enum);
  if (schema.format === "uuid") return readUuid;
  if (schema.format === "date-time") return takesNumbers(readTime(schema["x-keep-offset"] === true));
  if (schema.format === "duration") return takesNumbers(readDuration(schema));
  if (schema.type === "string") return readText(schema);
  if (schema.type === "number" || schema.type === "integer") return takesNumbers(readNumber(schema, strict));
  if (schema.type === "boolean") return takesNumbers(readBoolean(strict));
  if (schema.type === "null")
    return (value, problems) => (value === null ? null : refuse(problems, value, ["none_required", "Input should be None"]));
  return undefined;
};
