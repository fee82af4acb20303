import type { Json, JsonObject } from "@millrace/contract";
import { type ComponentType, createContext, useContext } from "react";
import type { ReferenceStyle } from "./block-values.ts";
import type { FieldErrors } from "./field-errors.ts";
import type { FieldProps } from "./field-props.ts";
import type { PlaceholderKind } from "./kinds.ts";
import type { Path } from "./paths.ts";

export interface BlockChoice {
  readonly id: string;
  readonly name: string;
}

/** Where fields that refer to blocks find them. */
export interface BlockSource {
  /** A hook: the documents of a block type. */
  readonly useChoices: (slug: string) => { readonly choices: readonly BlockChoice[]; readonly isLoading: boolean };
  /** Has somebody make a new document; undefined when they gave up. */
  readonly create?: (slug: string) => Promise<BlockChoice | undefined>;
  /** How references are written; `short` when left out. */
  readonly reference?: ReferenceStyle;
}

/** Where placeholders that stand for a variable find its name. */
export interface VariableSource {
  /** A hook. */
  readonly useNames: () => readonly string[];
}

/** What every field of a form needs to know of it. */
export interface FormContext {
  /** The input of a place. Fields that hold others have it from here, as it knows them all. */
  readonly Content: ComponentType<FieldProps>;
  readonly update: (path: Path, value: Json | undefined) => void;
  readonly errors: FieldErrors;
  readonly kinds: readonly PlaceholderKind[];
  readonly defaults: JsonObject;
  /** Whose the defaults are, such as "deployment". */
  readonly defaultsFrom: string;
  readonly disabled: boolean;
}

/** Where fields find what can be chosen. Apart, as pages make these anew with each drawing, and few fields need them. */
export interface FormSources {
  readonly blocks: BlockSource | undefined;
  readonly variables: VariableSource | undefined;
}

export const FormSourcesContext = createContext<FormSources>({ blocks: undefined, variables: undefined });

export const SchemaFormContext = createContext<FormContext | undefined>(undefined);

/** The form a field is in. Throws when it is in none, which is a mistake of the page. */
export const useForm = (): FormContext => {
  const form = useContext(SchemaFormContext);
  if (form === undefined) throw new Error("A field of a schema was drawn outside of its form.");
  return form;
};
