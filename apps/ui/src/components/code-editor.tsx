import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";

const Loaded = lazy(async () => ({ default: (await import("./loaded-code-editor.tsx")).LoadedCodeEditor }));

export interface CodeEditorProps {
  readonly value: string;
  readonly onChange?: (value: string) => void;
  readonly label: string;
  readonly language?: "json" | "text";
  readonly isReadOnly?: boolean;
  /** CSS height of the least and the most it takes. */
  readonly minHeight?: string;
  readonly maxHeight?: string;
}

/** An editor for JSON and templates, loaded when first needed. */
export const CodeEditor = (props: CodeEditorProps) => (
  <Suspense fallback={<Skeleton h={props.minHeight ?? "120px"} />}>
    <Loaded {...props} />
  </Suspense>
);
