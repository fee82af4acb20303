import { Description } from "../description.tsx";
import { FieldLabel } from "../field-label.tsx";
import { type FieldProps, type InputFacts, useField } from "../field-props.ts";

/** What every single input is given: its name, its description and what is wrong with it. */
export const useInput = (props: FieldProps) => {
  const field = useField(props);
  const { node, value, label, required, bare } = props;
  const isDescribed = !bare && (node.description !== undefined || field.hint !== undefined);
  const named = bare ? { "aria-label": field.name } : { label: <FieldLabel text={label} node={node} value={value} required={required} /> };
  const facts: InputFacts = {
    ...named,
    ...(isDescribed ? { description: <Description text={node.description} hint={field.hint} /> } : {}),
    ...(field.within === undefined ? {} : { error: field.within }),
    ...(required ? { "aria-required": true } : {}),
    disabled: field.form.disabled,
    inputWrapperOrder: ["label", "input", "description", "error"],
    descriptionProps: { component: "div" },
  };
  return { ...field, facts };
};
