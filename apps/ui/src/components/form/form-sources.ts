import { useCall } from "../../api/use-call.ts";
import type { BlockChoice, BlockSource, VariableSource } from "../../schema-form/form-context.ts";

const useChoices = (slug: string): { readonly choices: readonly BlockChoice[]; readonly isLoading: boolean } => {
  const { data, isLoading } = useCall("blockTypes", "listDocuments", { slug }, { poll: 0 });
  return { choices: (data ?? []).map(({ id, name }) => ({ id, name: name ?? id })), isLoading };
};

/** The blocks of this server, for fields that refer to one. */
export const blockSource: BlockSource = { useChoices };

const useNames = (): readonly string[] => {
  const { data } = useCall("variables", "list", { body: { limit: 200 } }, { poll: 0 });
  return (data ?? []).map(({ name }) => name);
};

/** The variables of this server, for values that are one. */
export const variableSource: VariableSource = { useNames };
