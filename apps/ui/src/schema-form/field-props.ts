import type { Json } from "@millrace/contract";
import type { ReactNode } from "react";
import { listErrorsWithin } from "./field-errors.ts";
import { type FormContext, useForm } from "./form-context.ts";
import { shortJson } from "./json.ts";
import { type Path, pathText, pointerOf } from "./paths.ts";
import type { SchemaNode } from "./schema-node.ts";

/** What is used for a value that is left out, and who says so. */
export interface Effective {
  readonly value: Json;
  readonly from: string;
}

/** A place of the form. */
export interface FieldProps<N extends SchemaNode = SchemaNode> {
  readonly node: N;
  readonly path: Path;
  /** Undefined when it is left out. */
  readonly value: Json | undefined;
  readonly label: string;
  readonly required: boolean;
  /** Whether it can be left out: a property can, an item of a list cannot. */
  readonly omittable: boolean;
  readonly effective?: Effective | undefined;
  /** Whether something around it has its label, description and menu already. */
  readonly bare?: boolean;
}

/**
 * Whether a place looks as before. In a long form only what changed is drawn again; what the form says to all of its fields
 * reaches them by its context.
 */
export const isSameField = (one: FieldProps, other: FieldProps): boolean =>
  one.node === other.node &&
  one.value === other.value &&
  one.label === other.label &&
  one.required === other.required &&
  one.omittable === other.omittable &&
  one.bare === other.bare &&
  one.effective?.value === other.effective?.value &&
  one.effective?.from === other.effective?.from &&
  pointerOf(one.path) === pointerOf(other.path);

/** What a property uses when it is left out: at the top the defaults of the form, below what its schema says. */
export const effectiveOf = (form: FormContext, node: SchemaNode, path: Path): Effective | undefined => {
  const [name] = path;
  const given = path.length === 1 && typeof name === "string" && Object.hasOwn(form.defaults, name) ? form.defaults[name] : undefined;
  if (given !== undefined) return { value: given, from: form.defaultsFrom };
  return node.fallback === undefined ? undefined : { value: node.fallback.value, from: "schema" };
};

export const effectiveText = ({ value, from }: Effective): string => {
  const shown = value === "" ? "an empty text" : shortJson(value);
  return from === "schema" ? `Default: ${shown}` : `From the ${from}: ${shown}`;
};

/** What stands in an empty input in place of a value. */
export const placeholderOf = (effective: Effective | undefined, otherwise: string): string =>
  effective === undefined || effective.value === "" ? otherwise : shortJson(effective.value);

/** The properties of Mantine's inputs that are the same for every field. */
export interface InputFacts {
  readonly label?: ReactNode;
  readonly "aria-label"?: string;
  readonly description?: ReactNode;
  readonly error?: ReactNode;
  readonly "aria-required"?: boolean;
  readonly disabled: boolean;
  readonly inputWrapperOrder: ["label", "input", "description", "error"];
  readonly descriptionProps: { readonly component: "div" };
}

/** A field's part of the form: what is wrong at its own place and within it, and how to change its value. */
export const useField = (props: FieldProps) => {
  const form = useForm();
  const own = form.errors.get(pointerOf(props.path)) ?? [];
  const within = listErrorsWithin(form.errors, props.path);
  const set = (value: Json | undefined) => form.update(props.path, value);
  /** Takes a value away: leaves out what can be, and makes null of an item, which the schema then refuses. */
  const clear = () => set(props.omittable ? undefined : null);
  const isOmitted = props.value === undefined;
  const hint = isOmitted && props.effective !== undefined && !isUsual(props.effective) ? effectiveText(props.effective) : undefined;
  return { form, own: joined(own), within: joined(within), set, clear, hint, name: nameOf(props) };
};

/** Half of all fields are null when left out; saying so at each would hide what is worth saying. */
const isUsual = ({ value, from }: Effective): boolean => value === null && from === "schema";

const joined = (texts: readonly string[]): string | undefined => (texts.length === 0 ? undefined : texts.join(" "));

/** What a field is called where it has no label of its own beside it. */
const nameOf = ({ label, path }: FieldProps): string => (typeof path.at(-1) === "number" ? pathText(path) : label);
