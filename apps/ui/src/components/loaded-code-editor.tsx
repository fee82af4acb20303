import { json, jsonParseLinter } from "@codemirror/lang-json";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { linter } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { basicSetup } from "codemirror";
import { useEffect, useRef } from "react";
import type { CodeEditorProps } from "./code-editor.tsx";

const styleNonce = (): string => document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";

/** The library's own colours cannot be read on a dark page; these come from the theme. */
const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--mantine-primary-color-light-color)" },
  { tag: [tags.string, tags.number, tags.bool, tags.null], color: "var(--mantine-color-text)" },
]);

const parse = jsonParseLinter();
/** An empty text is not wrong yet. */
const lint = (view: EditorView) => (view.state.doc.length === 0 ? [] : parse(view));

const look = ({ minHeight = "120px", maxHeight = "480px" }: CodeEditorProps): Extension =>
  EditorView.theme({
    "&": { fontSize: "0.8rem", border: "1px solid var(--line)", borderRadius: "5px", background: "var(--surface)" },
    "&.cm-focused": { outline: "2px solid var(--mantine-primary-color-filled)" },
    ".cm-scroller": { minHeight, maxHeight, overflow: "auto", fontFamily: "var(--mantine-font-family-monospace)" },
    ".cm-gutters": { background: "transparent", color: "var(--muted)", border: "none" },
    ".cm-content": { caretColor: "var(--mantine-color-text)" },
    ".cm-activeLine, .cm-activeLineGutter": { background: "transparent" },
    ".cm-selectionBackground, &.cm-focused .cm-selectionBackground": { background: "rgb(44 149 155 / 30%) !important" },
  });

const extensionsOf = (props: CodeEditorProps, onChange: (value: string) => void): Extension[] => [
  basicSetup,
  syntaxHighlighting(colors),
  EditorView.cspNonce.of(styleNonce()),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ "aria-label": props.label }),
  EditorState.readOnly.of(props.isReadOnly === true),
  EditorView.updateListener.of((update) => {
    if (update.docChanged) onChange(update.state.doc.toString());
  }),
  ...(props.language === "text" ? [] : [json(), linter(lint)]),
  look(props),
];

export const LoadedCodeEditor = (props: CodeEditorProps) => {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    if (place.current === null) return undefined;
    const extensions = extensionsOf(latest.current, (value) => latest.current.onChange?.(value));
    const editor = new EditorView({ parent: place.current, state: EditorState.create({ doc: latest.current.value, extensions }) });
    view.current = editor;
    return () => editor.destroy();
  }, []);
  useEffect(() => {
    const editor = view.current;
    const shown = editor?.state.doc.toString();
    if (editor && shown !== props.value) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: props.value } });
  }, [props.value]);
  return <div ref={place} />;
};
