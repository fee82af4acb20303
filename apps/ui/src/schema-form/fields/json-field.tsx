import type { Json } from "@millrace/contract";
import { type ReactNode, useState } from "react";
import { type FieldProps, placeholderOf } from "../field-props.ts";
import { isEqual, isObject, parseJson, printJson } from "../json.ts";
import { kindOf, placeholder, textOf } from "../kinds.ts";
import type { SchemaNode } from "../schema-node.ts";
import { useInput } from "./input-facts.tsx";
import { JsonEditor } from "./json-editor.tsx";

/** Whether JSON is all there is to enter a value with. */
export const takesJson = (node: SchemaNode): boolean => node.type === "json" || (node.type === "object" && node.properties().length === 0);

/**
 * A value as JSON: because its schema says no more, because no other field can show it, or because somebody wants it so. Text
 * that is no JSON is kept as it is, with an error, and sent to nobody.
 */
export const JsonField = (props: FieldProps): ReactNode => {
  const { facts, set, clear } = useInput(props);
  const { node, value, effective } = props;
  const [typed, setTyped] = useState("");
  const isKept = kindOf(value) === "json" && !takesJson(node);
  const onChange = (next: string) => {
    setTyped(next);
    if (isKept) set(placeholder("json", next));
    else if (next.trim() === "") clear();
    else set(readOrKeep(next));
  };
  return <JsonEditor facts={facts} text={textFor(value, typed)} placeholder={placeholderOf(effective, "JSON")} onChange={onChange} />;
};

/** Text is left as somebody typed it for as long as it says the value. */
const textFor = (value: Json | undefined, typed: string): string => {
  if (value === undefined) return "";
  if (kindOf(value) === "json" && isObject(value)) return textOf(value, "json");
  const parsed = parseJson(typed);
  return parsed !== undefined && isEqual(parsed.value, value) ? typed : printJson(value);
};

const readOrKeep = (text: string): Json => {
  const parsed = parseJson(text);
  return parsed === undefined ? placeholder("json", text) : parsed.value;
};
