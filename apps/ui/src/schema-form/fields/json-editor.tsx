import { Textarea } from "@mantine/core";
import type { ReactNode } from "react";
import type { InputFacts } from "../field-props.ts";
import classes from "../schema-form.module.css";

interface JsonEditorProps {
  readonly facts: InputFacts;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly placeholder?: string;
  readonly minRows?: number;
}

/** Where text with a syntax is typed. */
export const JsonEditor = ({ facts, text, onChange, placeholder, minRows = 2 }: JsonEditorProps): ReactNode => (
  <Textarea
    {...facts}
    classNames={{ input: classes.code ?? "" }}
    value={text}
    onChange={({ currentTarget }) => onChange(currentTarget.value)}
    placeholder={placeholder ?? ""}
    spellCheck={false}
    autosize
    minRows={minRows}
    maxRows={30}
  />
);
