import { Input } from "@mantine/core";
import { CodeEditor } from "../code-editor.tsx";

interface Props {
  readonly label: string;
  readonly description?: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly problem?: string | undefined;
  readonly minHeight?: string;
}

/** JSON as text, with what is wrong with it. */
export const JsonTextField = ({ label, description, text, onText, problem, minHeight = "90px" }: Props) => (
  <Input.Wrapper label={label} description={description} error={problem} labelElement="div">
    <div style={{ marginTop: 4, marginBottom: 4 }}>
      <CodeEditor label={label} value={text} onChange={onText} minHeight={minHeight} maxHeight="320px" />
    </div>
  </Input.Wrapper>
);
