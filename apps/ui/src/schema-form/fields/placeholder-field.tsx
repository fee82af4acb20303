import { Autocomplete } from "@mantine/core";
import type { JsonObject } from "@millrace/contract";
import { type ReactNode, useContext } from "react";
import type { FieldProps } from "../field-props.ts";
import { FormSourcesContext, type VariableSource } from "../form-context.ts";
import { placeholder, textOf } from "../kinds.ts";
import { useInput } from "./input-facts.tsx";
import { JsonEditor } from "./json-editor.tsx";

interface PlaceholderFieldProps {
  readonly field: FieldProps;
  readonly kind: "jinja" | "workspace_variable";
  readonly value: JsonObject;
}

const hints = { jinja: "Jinja template, such as {{ flow_run.name }}", workspace_variable: "Name of a variable" } as const;

/** A value the server fills in when the run is made: a template, or a variable. */
export const PlaceholderField = ({ field, kind, value }: PlaceholderFieldProps): ReactNode => {
  const { facts, set } = useInput(field);
  const { variables } = useContext(FormSourcesContext);
  const text = textOf(value, kind);
  const onChange = (next: string) => set(placeholder(kind, next));
  if (kind === "jinja") return <JsonEditor facts={facts} text={text} onChange={onChange} placeholder={hints[kind]} />;
  const props = { ...facts, value: text, onChange, placeholder: hints[kind] };
  return variables === undefined ? <Autocomplete {...props} /> : <VariableInput {...props} source={variables} />;
};

interface VariableInputProps {
  readonly source: VariableSource;
  readonly value: string;
  readonly onChange: (name: string) => void;
}

const VariableInput = ({ source, ...props }: VariableInputProps): ReactNode => {
  const names = source.useNames();
  return <Autocomplete {...props} data={[...names]} limit={50} />;
};
