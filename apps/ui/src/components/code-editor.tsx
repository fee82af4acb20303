import { Skeleton } from "@mantine/core";
import { Suspense } from "react";
import { lazyPart } from "./lazy-part.tsx";

const Loaded = lazyPart(() => import("./loaded-code-editor.tsx").then(({ LoadedCodeEditor }) => LoadedCodeEditor));

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
