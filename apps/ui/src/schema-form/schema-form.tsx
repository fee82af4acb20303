import { SegmentedControl } from "@mantine/core";
import type { Json, JsonObject } from "@millrace/contract";
import { type ReactNode, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { FieldContent } from "./field-content.tsx";
import { type FieldErrors, isSameErrors, noErrors } from "./field-errors.ts";
import { ObjectFields } from "./fields/object-field.tsx";
import { type BlockSource, type FormContext, FormSourcesContext, SchemaFormContext, type VariableSource } from "./form-context.ts";
import { FormErrors } from "./form-errors.tsx";
import { isEqual, isObject } from "./json.ts";
import type { PlaceholderKind } from "./kinds.ts";
import { type Path, withValueAt } from "./paths.ts";
import { readSchema } from "./read-schema.ts";
import classes from "./schema-form.module.css";
import { WholeJson } from "./whole-json.tsx";

export interface SchemaFormProps {
  readonly schema: JsonObject;
  /** The values as they are sent: a key that is not there is left out, placeholders are as the server reads them. */
  readonly value: JsonObject;
  /** `path` is what was edited. */
  readonly onChange: (value: JsonObject, path: Path) => void;
  /** Told when the form is text that is no JSON, of which `value` knows nothing. */
  readonly onUnreadable?: (isUnreadable: boolean) => void;
  readonly errors?: FieldErrors;
  /** What the server uses for keys left out at the top. */
  readonly defaults?: JsonObject;
  /** Whose these are, such as "deployment". */
  readonly defaultsFrom?: string;
  /** How values may be entered besides the fields. */
  readonly kinds?: readonly PlaceholderKind[];
  readonly blocks?: BlockSource;
  readonly variables?: VariableSource;
  readonly disabled?: boolean;
  readonly container?: RefObject<HTMLDivElement | null>;
}

const none: JsonObject = {};
const onlyJson: readonly PlaceholderKind[] = ["json"];

/** The fields of a JSON Schema (ui.md §2), or all of them as one JSON text. */
export const SchemaForm = (props: SchemaFormProps): ReactNode => {
  const { schema, value, errors = noErrors, disabled = false, onUnreadable, container, blocks, variables } = props;
  const root = useMemo(() => readSchema(schema), [schema]);
  const [isJson, setIsJson] = useState(false);
  const form = useFormContext(props);
  const isEmpty = root.properties().length === 0 && Object.keys(value).length === 0;
  const show = (mode: string) => {
    onUnreadable?.(false);
    setIsJson(mode === "json");
  };
  return (
    <SchemaFormContext value={form}>
      <FormSourcesContext value={{ blocks, variables }}>
        <div className={classes.fields} ref={container}>
          <div className={classes.bar}>
            <span className={classes.help}>{isEmpty && !isJson ? "There are no fields to fill in." : ""}</span>
            <SegmentedControl
              size="xs"
              aria-label="How to enter the values"
              data={modes}
              value={isJson ? "json" : "form"}
              onChange={show}
            />
          </div>
          <FormErrors errors={errors} isWhole={isJson} />
          {isJson ? (
            <WholeJson value={value} disabled={disabled} onChange={(next) => form.update([], next)} onUnreadable={onUnreadable} />
          ) : (
            <ObjectFields node={root} value={value} path={[]} />
          )}
        </div>
      </FormSourcesContext>
    </SchemaFormContext>
  );
};

const modes = [
  { label: "Form", value: "form" },
  { label: "JSON", value: "json" },
];

/** Changes are made to the values as they are when they are made, so that two in one moment do not undo each other. */
const useFormContext = (props: SchemaFormProps): FormContext => {
  const { value, onChange, defaults = none, defaultsFrom = "defaults", disabled = false } = props;
  const errors = useSame(props.errors ?? noErrors, isSameErrors);
  const kinds = useSame(props.kinds ?? onlyJson, isEqual);
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  const change = useRef(onChange);
  useEffect(() => {
    change.current = onChange;
  });
  const update = useCallback((path: Path, next: Json | undefined) => {
    const changed = withValueAt(latest.current, path, next);
    latest.current = isObject(changed) ? changed : none;
    change.current(latest.current, path);
  }, []);
  return useMemo(
    () => ({ Content: FieldContent, update, errors, kinds, defaults, defaultsFrom, disabled }),
    [update, errors, kinds, defaults, defaultsFrom, disabled],
  );
};

/** A value as it was for as long as it says the same, as every field is drawn anew when it does not. */
const useSame = <T,>(value: T, isSame: (one: T, other: T) => boolean): T => {
  const [known, setKnown] = useState(value);
  if (known === value || isSame(known, value)) return known;
  setKnown(value);
  return value;
};
