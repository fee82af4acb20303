import { useCall } from "../../api/use-call.ts";
import type { VariableSource } from "../../schema-form/form-context.ts";

const useNames = (): readonly string[] => {
  const { data } = useCall("variables", "list", { body: { limit: 200 } }, { poll: 0 });
  return (data ?? []).map(({ name }) => name);
};

/** The variables of this server, for values that are one. */
export const variableSource: VariableSource = { useNames };
