import { Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { isClientError } from "@millrace/client/browser";
import type { Api } from "../../api/api.ts";
import { useAnswer } from "../../api/use-call.ts";

interface Props {
  readonly label: string;
  readonly description?: string;
  readonly isRequired?: boolean;
  readonly isLong?: boolean;
  readonly template: string;
  readonly onTemplate: (template: string) => void;
}

/** What the server finds wrong with a template; null for nothing. */
const findProblem = async (api: Api, template: string, signal: AbortSignal): Promise<string | null> => {
  try {
    await api.templates.validateForAutomation({ body: template }, { signal });
    return null;
  } catch (error) {
    if (!isClientError(error, "invalid")) throw error;
    const { body } = error;
    const found = typeof body === "object" && body !== null && "error" in body ? body.error : undefined;
    if (typeof found !== "object" || found === null || !("message" in found)) return error.detail;
    return "line" in found ? `Line ${String(found.line)}: ${String(found.message)}` : String(found.message);
  }
};

/** A text with placeholders, checked by the server while it is typed. */
export const TemplateInput = ({ label, description, isRequired = false, isLong = false, template, onTemplate }: Props) => {
  const [settled] = useDebouncedValue(template, 300);
  const { data } = useAnswer(
    { noun: "templates", name: "problem", input: settled, ask: (api, signal) => findProblem(api, settled, signal) },
    { enabled: /\{[{%#]/.test(settled), poll: 0 },
  );
  const common = {
    ...{ label, description, required: isRequired, value: template },
    error: settled === template ? (data ?? null) : null,
    onChange: ({ currentTarget: { value } }: { readonly currentTarget: { readonly value: string } }) => onTemplate(value),
  };
  return isLong ? <Textarea {...common} autosize minRows={4} maxRows={14} /> : <TextInput {...common} />;
};
