import { Alert } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { type FieldErrors, listErrorsWithin } from "./field-errors.ts";

interface FormErrorsProps {
  readonly errors: FieldErrors;
  /** Whether all errors stand here, as no field shows its own. */
  readonly isWhole: boolean;
}

/** What is wrong with the values as a whole. */
export const FormErrors = ({ errors, isWhole }: FormErrorsProps): ReactNode => {
  const texts = isWhole ? listErrorsWithin(errors, []) : (errors.get("") ?? []);
  if (texts.length === 0) return null;
  return (
    <Alert color="red" icon={<IconAlertCircle size={18} />} role="alert" tabIndex={-1} data-form-error>
      {texts.map((text) => (
        <div key={text}>{text}</div>
      ))}
    </Alert>
  );
};
