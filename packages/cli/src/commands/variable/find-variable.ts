import type { Client } from "@millrace/client";
import type { Variable } from "@millrace/contract";
import { orMissing } from "../../missing.ts";

const noVariable = (name: string): string => `Variable "${name}" was not found. List them with: millrace variable ls`;

/** The variable of a name. Throws `CommandError` when there is none. */
export const getVariable = (client: Client, name: string): Promise<Variable> =>
  orMissing(client.variables.getByName({ name }), noVariable(name));
