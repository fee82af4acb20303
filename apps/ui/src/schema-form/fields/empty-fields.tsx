import { Button, Code } from "@mantine/core";
import type { ReactNode } from "react";
import { effectiveText, type FieldProps, useField } from "../field-props.ts";
import classes from "../schema-form.module.css";
import { initialValue } from "../values.ts";
import { GroupFrame } from "./group-frame.tsx";

/** A list or an object that is left out: what is used instead, and the way to set it. */
export const OmittedField = (props: FieldProps): ReactNode => {
  const { form, set, name } = useField(props);
  const { node, effective } = props;
  const start = effective === undefined || effective.value === null ? initialValue(node) : effective.value;
  return (
    <GroupFrame field={props} errors="within">
      <div className={classes.omitted}>
        <span>{effective === undefined ? "Left out." : effectiveText(effective)}</span>
        <Button
          size="compact-xs"
          variant="default"
          disabled={form.disabled}
          aria-label={`Set a value of ${name}`}
          onClick={() => set(start)}
        >
          Set a value
        </Button>
      </div>
    </GroupFrame>
  );
};

/** A value that is null, which is neither left out nor empty. */
export const NullField = (props: FieldProps): ReactNode => {
  const { form, set, clear, name } = useField(props);
  const { node, omittable } = props;
  return (
    <GroupFrame field={props} errors="within">
      <div className={classes.omitted}>
        <span>
          The value is <Code>null</Code>.
        </span>
        {node.type !== "null" && (
          <Button
            size="compact-xs"
            variant="default"
            disabled={form.disabled}
            aria-label={`Enter a value of ${name}`}
            onClick={() => (omittable ? clear() : set(initialValue(node)))}
          >
            Enter a value
          </Button>
        )}
      </div>
    </GroupFrame>
  );
};
