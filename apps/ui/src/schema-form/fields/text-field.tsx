import { PasswordInput, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { type FieldProps, placeholderOf } from "../field-props.ts";
import type { TextNode } from "../schema-node.ts";
import { useInput } from "./input-facts.tsx";

/** Formats of one short line, and what one looks like. */
const examples: Readonly<Record<string, string>> = {
  duration: "PT1H30M",
  "time-delta": "PT1H30M",
  time: "09:30:00",
  uuid: "00000000-0000-0000-0000-000000000000",
  email: "name@example.com",
};

/** Text; on several lines unless its format says that it is short. An emptied field is left out, where it can be. */
export const TextField = (props: FieldProps<TextNode>): ReactNode => {
  const { facts, set, clear } = useInput(props);
  const { node, value, omittable, effective } = props;
  const text = typeof value === "string" ? value : "";
  const isEmptyText = value === "" && omittable;
  const onChange = ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
    currentTarget.value === "" && omittable ? clear() : set(currentTarget.value);
  const example = examples[node.format ?? ""];
  const placeholder = isEmptyText ? "Empty text" : placeholderOf(effective, example ?? "");
  if (node.format === "password") {
    const hidden = value === undefined && effective !== undefined ? "••••••••" : "";
    return <PasswordInput {...facts} value={text} onChange={onChange} autoComplete="new-password" placeholder={hidden} />;
  }
  if (example !== undefined) return <TextInput {...facts} value={text} onChange={onChange} placeholder={placeholder} spellCheck={false} />;
  return <Textarea {...facts} value={text} onChange={onChange} placeholder={placeholder} autosize minRows={1} maxRows={12} />;
};
