import type { JsonObject } from "@millrace/contract";
import type { Queries } from "../../db/connection.ts";
import { badRequest } from "../../errors.ts";
import { hasPlaceholders, hydrate } from "../../wire/hydration/hydrate.ts";
import { HydrationError } from "../../wire/hydration/hydration-error.ts";
import { renderTemplate } from "../../wire/hydration/render-template.ts";
import { findVariableValue } from "../variables/queries.ts";

/** Parameters with their placeholders filled in. Throws `bad-request`, its text after `prefix` if there is one (server.md §5.12). */
export const fillIn = async (db: Queries, parameters: JsonObject, prefix = ""): Promise<JsonObject> => {
  if (!hasPlaceholders(parameters)) return parameters;
  try {
    return await hydrate(parameters, { findVariable: (name) => findVariableValue(db, name), render: renderTemplate });
  } catch (error) {
    if (error instanceof HydrationError) throw badRequest(`${prefix === "" ? "" : `${prefix}: `}${error.message}`);
    throw error;
  }
};
