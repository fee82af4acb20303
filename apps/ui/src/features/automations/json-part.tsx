import { Alert, Stack } from "@mantine/core";
import type { Json } from "@millrace/contract";
import { useState } from "react";
import { CodeEditor } from "../../components/code-editor.tsx";

interface Props<T extends Json> {
  readonly label: string;
  readonly value: T;
  /** What is wrong with what was typed, apart from being no JSON. */
  readonly check: (value: Json) => value is T;
  /** What `check` wants, such as "A trigger is a JSON object." */
  readonly rule: string;
  readonly onValue: (value: T) => void;
  /** Told what is wrong, or undefined once nothing is: until then the last good value stands. */
  readonly onProblem: (problem: string | undefined) => void;
}

/** A part of an automation as JSON. */
export const JsonPart = <T extends Json>({ label, value, check, rule, onValue, onProblem }: Props<T>) => {
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const [problem, setProblem] = useState<string>();
  const tell = (found: string | undefined): void => {
    setProblem(found);
    onProblem(found);
  };
  const type = (typed: string): void => {
    setText(typed);
    try {
      const parsed = JSON.parse(typed) as Json;
      if (check(parsed)) {
        tell(undefined);
        onValue(parsed);
      } else tell(rule);
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Stack gap="xs">
      <CodeEditor label={label} value={text} onChange={type} minHeight="280px" maxHeight="560px" />
      {problem !== undefined && (
        <Alert color="red" variant="light" title="This cannot be read" role="alert" p="xs">
          {problem}
        </Alert>
      )}
    </Stack>
  );
};
