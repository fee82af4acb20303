import type { ReactNode } from "react";
import type { FieldProps } from "../field-props.ts";
import type { TextNode } from "../schema-node.ts";
import { useInput } from "./input-facts.tsx";
import { JsonEditor } from "./json-editor.tsx";

/** A text that itself is JSON, which the flow reads. */
export const JsonTextField = (props: FieldProps<TextNode>): ReactNode => {
  const { facts, set, clear } = useInput(props);
  const { value, omittable } = props;
  return (
    <JsonEditor
      facts={facts}
      text={typeof value === "string" ? value : ""}
      placeholder="JSON"
      onChange={(text) => (text === "" && omittable ? clear() : set(text))}
    />
  );
};
