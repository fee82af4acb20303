import { type ReactNode, useId } from "react";
import { Description } from "../description.tsx";
import { FieldLabel } from "../field-label.tsx";
import { type FieldProps, useField } from "../field-props.ts";
import classes from "../schema-form.module.css";

interface Frame {
  readonly field: FieldProps;
  /** Whether what is inside is set apart by a line around it. */
  readonly outlined?: boolean;
  /** Whose errors stand below it: those of its own place, of all within where nothing else shows them, or none where something else shows its own. */
  readonly errors?: "own" | "within" | "none";
  readonly children: ReactNode;
}

/** What several inputs together are called, what they are for and what is wrong with them as a whole. */
export const GroupFrame = ({ field: props, outlined = false, errors = "own", children }: Frame): ReactNode => {
  const id = useId();
  const { own, within, name } = useField(props);
  const error = { own, within, none: undefined }[errors];
  const { node, value, label, required, bare } = props;
  const isDescribed = !bare && node.description !== undefined;
  const described = [isDescribed ? `${id}-help` : "", error === undefined ? "" : `${id}-error`].filter((each) => each !== "").join(" ");
  return (
    <fieldset
      className={classes.group}
      {...(bare ? { "aria-label": name } : {})}
      {...(described === "" ? {} : { "aria-describedby": described })}
    >
      {!bare && (
        <legend className={classes.legend}>
          <FieldLabel text={label} node={node} value={value} required={required} />
        </legend>
      )}
      {isDescribed && (
        <div className={classes.help} id={`${id}-help`}>
          <Description text={node.description} />
        </div>
      )}
      <div className={outlined ? classes.nested : undefined}>{children}</div>
      {error !== undefined && (
        <p className={classes.error} id={`${id}-error`} data-form-error tabIndex={-1}>
          {error}
        </p>
      )}
    </fieldset>
  );
};
