import type { Json, JsonObject } from "@millrace/contract";

/** What every field knows of itself, whatever it takes. */
export interface NodeFacts {
  /** The schema of this place with references followed and `allOf` merged; of its children nothing is. */
  readonly schema: JsonObject;
  readonly title: string | undefined;
  /** Markdown. */
  readonly description: string | undefined;
  /** What the schema says is used when the value is left out. */
  readonly fallback: { readonly value: Json } | undefined;
  readonly nullable: boolean;
}

export interface Property {
  readonly name: string;
  /** Its own title, not that of what it refers to, which says what it is rather than what it is for. */
  readonly label: string;
  readonly required: boolean;
  readonly node: SchemaNode;
}

export interface TextNode extends NodeFacts {
  readonly type: "text";
  readonly format: string | undefined;
}

export interface NumberNode extends NodeFacts {
  readonly type: "number";
  readonly integer: boolean;
}

/** One of given values: an `enum`, or a `const`. */
export interface ChoiceNode extends NodeFacts {
  readonly type: "choice";
  readonly options: readonly Json[];
}

/** Children are read when asked for, as schemas may contain themselves. */
export interface ListNode extends NodeFacts {
  readonly type: "list";
  /** The fixed places of a tuple. */
  readonly prefix: () => readonly SchemaNode[];
  /** Undefined when nothing may follow the prefix. */
  readonly items: () => SchemaNode | undefined;
  readonly minItems: number;
  readonly maxItems: number | undefined;
}

export interface ObjectNode extends NodeFacts {
  readonly type: "object";
  readonly properties: () => readonly Property[];
  /** What keys without a property of their own take; undefined when there may be none. */
  readonly additional: () => SchemaNode | undefined;
}

/** A reference to a stored block. */
export interface BlockNode extends NodeFacts {
  readonly type: "block";
  readonly slug: string;
}

/** `anyOf` and `oneOf`, unions within unions laid flat, without null. */
export interface VariantsNode extends NodeFacts {
  readonly type: "variants";
  readonly variants: readonly SchemaNode[];
}

/** `json` takes anything. */
export interface PlainNode extends NodeFacts {
  readonly type: "boolean" | "null" | "json";
}

/** A JSON Schema as a form sees it (ui.md §2.1). */
export type SchemaNode = TextNode | NumberNode | ChoiceNode | ListNode | ObjectNode | BlockNode | VariantsNode | PlainNode;

/** What no schema says anything about. */
export const anything: PlainNode = {
  type: "json",
  schema: {},
  title: undefined,
  description: undefined,
  fallback: undefined,
  nullable: true,
};
