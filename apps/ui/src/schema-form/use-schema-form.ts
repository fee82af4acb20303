import { isClientError } from "@millrace/client/browser";
import type { JsonObject, SchemaErrors } from "@millrace/contract";
import { type RefObject, useCallback, useMemo, useRef, useState } from "react";
import { createCheck } from "./check-values.ts";
import { type FieldErrors, joinErrors, noErrors, readRefusal, readSchemaErrors, withoutErrorsAt } from "./field-errors.ts";
import { isEqual } from "./json.ts";
import { type Path, pointerOf } from "./paths.ts";
import { readSchema } from "./read-schema.ts";
import { serialise } from "./serialise.ts";
import { withRequiredObjects } from "./values.ts";

export interface SchemaFormOptions {
  readonly schema: JsonObject;
  /** What the form begins with. */
  readonly initial: JsonObject;
  /** What the server uses for keys left out at the top. */
  readonly defaults?: JsonObject;
  /** Whether values are stored as they are, filled in by nobody. */
  readonly plain?: boolean;
  /** Asks the server, which has the last word. Its failure is the caller's to show. */
  readonly validate?: (values: JsonObject) => Promise<SchemaErrors>;
}

export interface SchemaFormState {
  readonly value: JsonObject;
  readonly setValue: (value: JsonObject) => void;
  readonly isDirty: boolean;
  /** The values ready to be sent; undefined when something is wrong with them, which then shows. */
  readonly check: () => Promise<JsonObject | undefined>;
  /**
   * Shows what the server has against the values sent under `key` ("parameters"), from the error or the body of its reply; false
   * when it says nothing about them.
   */
  readonly refuse: (error: unknown, key?: string) => boolean;
  /** For `<SchemaForm>`. */
  readonly props: {
    readonly schema: JsonObject;
    readonly value: JsonObject;
    readonly onChange: (value: JsonObject, path: Path) => void;
    readonly onUnreadable: (isUnreadable: boolean) => void;
    readonly errors: FieldErrors;
    readonly defaults: JsonObject;
    readonly container: RefObject<HTMLDivElement | null>;
  };
}

const none: JsonObject = {};

/** What a server says of values that do not fit; anything else is about something else. */
const refusals: readonly string[] = ["conflict", "invalid"];

const bodyOf = (error: unknown): unknown => {
  if (!isClientError(error)) return error;
  return refusals.includes(error.kind) ? error.body : undefined;
};

/** The values of a form, and what is wrong with those that somebody has touched or wanted to send. */
export const useSchemaForm = ({ schema, initial, defaults = none, plain = false, validate }: SchemaFormOptions): SchemaFormState => {
  const root = useMemo(() => readSchema(schema), [schema]);
  const check = useMemo(() => createCheck(root), [root]);
  const [start] = useState(() => withRequiredObjects(root, initial, defaults));
  const [value, setValue] = useState(start);
  const { shown, refused, ...seen } = useShownErrors();
  const unreadable = useRef(false);
  const container = useRef<HTMLDivElement | null>(null);

  // Keys left out get their defaults before the server looks at them; so they do here.
  const own = useMemo(() => check({ ...defaults, ...value }), [check, value, defaults]);
  const errors = useMemo(() => joinErrors(shown(own), refused), [shown, own, refused]);

  const { touch, showAll, setRefused, forgetAt } = seen;
  const onChange = useCallback(
    (next: JsonObject, path: Path) => {
      setValue(next);
      touch(pointerOf(path));
      forgetAt(pointerOf(path));
    },
    [touch, forgetAt],
  );
  const showRefusal = (found: FieldErrors): undefined => {
    setRefused(found);
    focusFirstError(container);
  };
  const checkAll = async (): Promise<JsonObject | undefined> => {
    showAll();
    if (own.size > 0 || unreadable.current) return focusFirstError(container);
    const sent = serialise(root, value, plain);
    const found = await validate?.({ ...defaults, ...sent });
    return found === undefined || found.valid ? sent : showRefusal(readSchemaErrors(found.errors));
  };
  return {
    value,
    setValue: (next) => {
      setValue(withRequiredObjects(root, next, defaults));
      setRefused(noErrors);
    },
    isDirty: !isEqual(value, start),
    check: checkAll,
    refuse: (error, key) => {
      const found = readRefusal(bodyOf(error), key);
      if (found.size > 0) showRefusal(found);
      return found.size > 0;
    },
    props: {
      schema,
      value,
      onChange,
      onUnreadable: (isUnreadable) => {
        unreadable.current = isUnreadable;
      },
      errors,
      defaults,
      container,
    },
  };
};

/** Errors of untouched fields wait until somebody wants to send them: an empty form is not wrong yet. */
const useShownErrors = () => {
  const [touched, setTouched] = useState<ReadonlySet<string> | "all">(new Set<string>());
  const [refused, setRefused] = useState(noErrors);
  const shown = useCallback(
    (errors: FieldErrors): FieldErrors => {
      if (touched === "all") return errors;
      return new Map([...errors].filter(([pointer]) => [...touched].some((at) => pointer === at || pointer.startsWith(`${at}/`))));
    },
    [touched],
  );
  const touch = useCallback((pointer: string) => setTouched((known) => (known === "all" ? known : new Set([...known, pointer]))), []);
  const showAll = useCallback(() => setTouched("all"), []);
  const forgetAt = useCallback((pointer: string) => setRefused((known) => withoutErrorsAt(known, pointer)), []);
  return { shown, refused, touch, showAll, setRefused, forgetAt };
};

/** Once the errors are drawn, the first field that has one is where somebody goes on. */
const focusFirstError = (container: RefObject<HTMLDivElement | null>): undefined => {
  requestAnimationFrame(() => {
    const first = container.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-form-error]');
    first?.focus();
  });
};
