import { memo } from "react";
import { FieldMenu } from "./field-menu.tsx";
import { type FieldProps, isSameField } from "./field-props.ts";
import { useForm } from "./form-context.ts";
import classes from "./schema-form.module.css";

/** A value of the form with the menu beside it. */
export const Field = memo(function Field(props: FieldProps) {
  const { Content } = useForm();
  return (
    <div className={classes.row}>
      <Content {...props} />
      <FieldMenu field={props} className={classes.menu} />
    </div>
  );
}, isSameField);
