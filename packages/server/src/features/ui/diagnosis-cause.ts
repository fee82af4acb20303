import type { DiagnosisCause } from "@millrace/contract";

type Details = Partial<Omit<DiagnosisCause, "code" | "text">>;

export const diagnosisCause = (code: DiagnosisCause["code"], text: string, details: Details = {}): DiagnosisCause => ({
  code,
  text,
  is_blocking: true,
  since: null,
  until: null,
  link: null,
  others: [],
  slots: null,
  evidence: null,
  frame: null,
  count: null,
  ...details,
});
