import type { Json } from "@millrace/contract";
import type { ReactNode } from "react";
import { kindHint, typeHint } from "./labels.ts";
import classes from "./schema-form.module.css";
import type { SchemaNode } from "./schema-node.ts";

interface FieldLabelProps {
  readonly text: string;
  readonly node: SchemaNode;
  readonly value: Json | undefined;
  readonly required: boolean;
}

/** A field's name, how its value is entered, and what it takes where its input does not show that. */
export const FieldLabel = ({ text, node, value, required }: FieldLabelProps): ReactNode => {
  const hint = kindHint(value) ?? typeHint(node);
  return (
    <>
      {text}
      {required && (
        <span className={classes.asterisk} aria-hidden="true">
          {" *"}
        </span>
      )}
      {hint !== undefined && (
        <span className={classes.type} aria-hidden="true">
          {hint}
        </span>
      )}
    </>
  );
};
