import type { Json, JsonObject } from "@millrace/contract";
import { isList, isObject } from "./json.ts";
import { type Path, pointerOf } from "./paths.ts";

/** Texts about values, by the pointer of their place; those about the whole are at `""`. */
export type FieldErrors = ReadonlyMap<string, readonly string[]>;

export interface Problem {
  readonly path: Path;
  readonly text: string;
}

export const noErrors: FieldErrors = new Map();

export const errorsOf = (problems: readonly Problem[]): FieldErrors => {
  const errors = new Map<string, readonly string[]>();
  for (const { path, text } of problems) {
    const pointer = pointerOf(path);
    const known = errors.get(pointer) ?? [];
    if (!known.includes(text)) errors.set(pointer, [...known, text]);
  }
  return errors;
};

/** Errors of several origins, each text once per place. */
export const joinErrors = (...all: readonly FieldErrors[]): FieldErrors => {
  const errors = new Map<string, readonly string[]>();
  for (const [pointer, texts] of all.flatMap((each) => [...each])) {
    errors.set(pointer, [...new Set([...(errors.get(pointer) ?? []), ...texts])]);
  }
  return errors;
};

/** Whether nothing else is wrong than before. */
export const isSameErrors = (one: FieldErrors, other: FieldErrors): boolean =>
  one.size === other.size && [...one].every(([pointer, texts]) => texts.join("\n") === other.get(pointer)?.join("\n"));

/** Errors without those of a place, of what is in it and of what it is in: after it was edited they may be wrong. */
export const withoutErrorsAt = (errors: FieldErrors, pointer: string): FieldErrors => {
  const concerns = (other: string) => other === pointer || other.startsWith(`${pointer}/`) || pointer.startsWith(`${other}/`);
  return new Map([...errors].filter(([other]) => !concerns(other)));
};

/** What is wrong at a place and with anything in it, named where it is deeper, for fields that show all of it at once. */
export const listErrorsWithin = (errors: FieldErrors, path: Path): readonly string[] => {
  const pointer = pointerOf(path);
  return [...errors].flatMap(([at, texts]) => {
    if (at === pointer) return texts;
    const inner = at.startsWith(`${pointer}/`) ? at.slice(pointer.length + 1) : undefined;
    return inner === undefined ? [] : texts.map((text) => `${readablePointer(inner)}: ${text}`);
  });
};

const readablePointer = (pointer: string): string => pointer.split("/").map(decode).join(" › ");

const decode = (step: string): string => step.replaceAll("~1", "/").replaceAll("~0", "~");

/** What `POST /ui/schemas/validate` found: texts, `{property, errors}` and `{index, errors}`, as deep as the values go. */
export const readSchemaErrors = (errors: readonly Json[]): FieldErrors => errorsOf(listProblems(errors, []));

const listProblems = (errors: readonly Json[], path: Path): Problem[] =>
  errors.flatMap((error) => {
    if (!isObject(error)) return [{ path, text: String(error) }];
    const step = error.property ?? error.index;
    const inner = isList(error.errors) ? error.errors : [];
    return typeof step === "string" || typeof step === "number" ? listProblems(inner, [...path, step]) : listProblems(inner, path);
  });

/**
 * What a refused request says about the values it sent under `key`: the first misfit a 409 names, or the places a 422 lists.
 * What it says of anything else stands at the whole.
 */
export const readRefusal = (body: unknown, key = "parameters"): FieldErrors => {
  // What came as JSON is JSON.
  const reply = body as Json | undefined;
  if (!isObject(reply)) return noErrors;
  const list = isList(reply.exception_detail) ? reply.exception_detail : reply.detail;
  if (isList(list)) return errorsOf(list.filter((each) => isObject(each)).map((each) => problemAt(each, key)));
  const detail = list ?? reply.exception_message;
  return typeof detail === "string" ? errorsOf([readMisfit(detail)]) : noErrors;
};

const problemAt = ({ loc, msg }: JsonObject, key: string): Problem => {
  const steps = isList(loc) ? loc.filter((step) => typeof step === "string" || typeof step === "number") : [];
  const start = steps.indexOf(key);
  const text = typeof msg === "string" ? msg : "The server refused this.";
  return start === -1 ? { path: [], text: steps.length > 0 ? `${steps.at(-1)}: ${text}` : text } : { path: steps.slice(start + 1), text };
};

/** `… Validation failed for field 'a.b[0]'. Failure reason: …`, as the protocol words it (server.md §5.5). */
const readMisfit = (detail: string): Problem => {
  const misfit = /Validation failed(?: for field ['"](?<field>.*?)['"])?\. Failure reason: (?<reason>.*)$/s.exec(detail)?.groups;
  if (misfit?.reason === undefined) return { path: [], text: detail };
  const missing = /^'(?<name>.*)' is a required property$/s.exec(misfit.reason)?.groups?.name;
  const path = readFieldText(misfit.field ?? "");
  return { path: missing === undefined ? path : [...path, missing], text: misfit.reason };
};

const readFieldText = (field: string): Path => {
  const steps = field.replace(/^\$/, "").matchAll(/\[(?<index>\d+)\]|\[\\?'(?<quoted>.*?)\\?'\]|(?<name>[^.[\]]+)/g);
  return [...steps].map(({ groups }) => (groups?.index === undefined ? (groups?.quoted ?? groups?.name ?? "") : Number(groups.index)));
};
