import type { JsonObject } from "@millrace/contract";
import { type ReactNode, useState } from "react";
import { CodeEditor } from "../components/code-editor.tsx";
import { isEqual, isObject, parseJson, printJson } from "./json.ts";
import classes from "./schema-form.module.css";

interface WholeJsonProps {
  readonly value: JsonObject;
  readonly disabled: boolean;
  readonly onChange: (value: JsonObject) => void;
  readonly onUnreadable: ((isUnreadable: boolean) => void) | undefined;
}

/** All values as one text. While it is no object, the values stay as they were, and the text as it is. */
export const WholeJson = ({ value, disabled, onChange, onUnreadable }: WholeJsonProps): ReactNode => {
  const [text, setText] = useState(() => printJson(value));
  const read = parseJson(text)?.value;
  const isReadable = isObject(read);
  // Values that came from elsewhere, such as from an earlier run, replace a text that says others.
  const shown = !isReadable || isEqual(read, value) ? text : printJson(value);
  const edit = (next: string) => {
    setText(next);
    const values = parseJson(next)?.value;
    onUnreadable?.(!isObject(values));
    if (isObject(values)) onChange(values);
  };
  const error = parseJson(text) === undefined ? "This is not valid JSON." : isReadable ? undefined : "An object is needed here.";
  return (
    <div>
      <CodeEditor label="Values as JSON" value={shown} onChange={edit} isReadOnly={disabled} minHeight="180px" />
      {error !== undefined && (
        <p className={classes.error} role="status" data-form-error tabIndex={-1}>
          {error}
        </p>
      )}
    </div>
  );
};
