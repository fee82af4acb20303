/** Checking templates before they are kept. */
import { route } from "./route.ts";
import { Integer, Open, Text, With } from "./schema.ts";

/** Where a template is wrong, and how. */
export const TemplateError = Open({ error: Open({ line: Integer, message: Text, source: Text }) });

const check = {
  summary: "Check a template, which is the body.",
  access: "read",
  body: With(Text, { default: "" }),
  replies: { 204: null, 422: TemplateError },
} as const;

export const templateRoutes = {
  validate: route.post("/templates/validate", check),
  validateForAutomation: route.post("/automations/templates/validate", check),
} as const;
