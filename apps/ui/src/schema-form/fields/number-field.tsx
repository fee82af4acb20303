import { TextInput } from "@mantine/core";
import type { Json } from "@millrace/contract";
import { type ReactNode, useState } from "react";
import { type FieldProps, placeholderOf } from "../field-props.ts";
import { placeholder, readExactInteger } from "../kinds.ts";
import type { NumberNode } from "../schema-node.ts";
import { useInput } from "./input-facts.tsx";

/**
 * A number as it is typed. What is no number yet stays as text, with an error beside it, and an integer that JavaScript
 * cannot hold goes as the JSON it was typed as: no digit is lost.
 */
export const NumberField = (props: FieldProps<NumberNode>): ReactNode => {
  const { facts, set, clear } = useInput(props);
  const { node, value, effective } = props;
  const [typed, setTyped] = useState("");
  const exact = readExactInteger(value);
  const shown =
    exact !== undefined ? exact : value === undefined || value === null ? "" : Object.is(readNumber(typed), value) ? typed : String(value);
  return (
    <TextInput
      {...facts}
      value={shown}
      placeholder={placeholderOf(effective, "")}
      inputMode={node.integer ? "numeric" : "decimal"}
      autoComplete="off"
      onChange={({ currentTarget }) => {
        const text = currentTarget.value;
        setTyped(text);
        if (text.trim() === "") clear();
        else set(readNumber(text));
      }}
    />
  );
};

const readNumber = (text: string): Json => {
  const number = Number(text);
  if (!/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) || !Number.isFinite(number)) return text;
  return Number.isInteger(number) && !Number.isSafeInteger(number) && /^\s*-?\d+\s*$/.test(text)
    ? placeholder("json", text.trim())
    : number;
};
