import type { ReactNode } from "react";
import type { FieldProps } from "./field-props.ts";
import { BlockField } from "./fields/block-field.tsx";
import { BooleanField } from "./fields/boolean-field.tsx";
import { ChoiceField, isMultipleChoice, MultipleChoiceField } from "./fields/choice-field.tsx";
import { DateField, MomentField } from "./fields/date-field.tsx";
import { NullField, OmittedField } from "./fields/empty-fields.tsx";
import { JsonField, takesJson } from "./fields/json-field.tsx";
import { JsonTextField } from "./fields/json-text-field.tsx";
import { ListField } from "./fields/list-field.tsx";
import { NumberField } from "./fields/number-field.tsx";
import { ObjectField } from "./fields/object-field.tsx";
import { PlaceholderField } from "./fields/placeholder-field.tsx";
import { TextField } from "./fields/text-field.tsx";
import { VariantsField } from "./fields/variants-field.tsx";
import { isObject } from "./json.ts";
import { kindOf, readExactInteger, unwrap } from "./kinds.ts";
import type { TextNode } from "./schema-node.ts";
import { canShow } from "./values.ts";

/** The input that fits a value: by how it is entered, by whether it is there, and by its schema. */
export const FieldContent = (props: FieldProps): ReactNode => {
  const { node } = props;
  const value = unwrap(props.value);
  const kind = kindOf(value);
  const field = { ...props, value };
  if ((kind === "jinja" || kind === "workspace_variable") && isObject(value))
    return <PlaceholderField field={field} kind={kind} value={value} />;
  if (node.type === "number" && readExactInteger(value) !== undefined) return <TypedField {...field} />;
  if (kind === "json" || node.type === "json") return <JsonField {...field} />;
  if (value === null && props.omittable) return <NullField {...field} />;
  if (takesJson(node)) return <JsonField {...field} />;
  if (value !== undefined && value !== null && !canShow(node, value)) return <JsonField {...field} />;
  return <TypedField {...field} />;
};

const TypedField = (props: FieldProps): ReactNode => {
  const { node, value } = props;
  switch (node.type) {
    case "text":
      return <FormatField {...props} node={node} />;
    case "number":
      return <NumberField {...props} node={node} />;
    case "boolean":
      return <BooleanField {...props} node={{ ...node, type: "boolean" }} />;
    case "choice":
      return <ChoiceField {...props} node={node} />;
    case "block":
      return <BlockField {...props} node={node} />;
    case "variants":
      return <VariantsField {...props} node={node} />;
    case "list":
      if (isMultipleChoice(node, value)) return <MultipleChoiceField {...props} node={node} />;
      return isWaiting(props) ? <OmittedField {...props} /> : <ListField {...props} node={node} />;
    case "object":
      return isWaiting(props) ? <OmittedField {...props} /> : <ObjectField {...props} node={node} />;
    default:
      return <NullField {...props} />;
  }
};

/** Whether a value is left out and may be; what is required and has no default is filled in at once. */
const isWaiting = ({ value, required, effective }: FieldProps): boolean =>
  (value ?? undefined) === undefined && !(required && effective === undefined);

const FormatField = (props: FieldProps<TextNode>): ReactNode => {
  switch (props.node.format) {
    case "date":
      return <DateField {...props} />;
    case "date-time":
      return <MomentField {...props} />;
    case "json-string":
      return <JsonTextField {...props} />;
    default:
      return <TextField {...props} />;
  }
};
