import { extname } from "node:path";
import type { Json, JsonObject } from "@millrace/contract";
import { CommandError } from "../../command.ts";
import { isObject, parseJson, readDocument } from "../../files.ts";
import type { Host } from "../../host.ts";
import { text } from "../../parameters.ts";

export const definitionOptions = {
  fromFile: text("File with automations, as .yaml, .yml or .json.", { short: "f" }),
  fromJson: text("Automations as JSON: an object, a list, or an object with the list automations.", { short: "j" }),
};

const readGiven = (host: Host, fromFile: string | undefined, fromJson: string | undefined): Promise<Json> | Json => {
  if (fromFile !== undefined && fromJson === undefined) {
    if (![".yaml", ".yml", ".json"].includes(extname(fromFile).toLowerCase()))
      throw new CommandError(`${fromFile} is of no known kind. Expected a file that ends in .yaml, .yml or .json.`);
    return readDocument(host, fromFile);
  }
  if (fromFile === undefined && fromJson !== undefined) return parseJson(fromJson, "--from-json");
  throw new CommandError("Give either --from-file or --from-json.");
};

/** The automations of a file or a text (cli.md §14). Throws `CommandError` when they cannot be read as such. */
export const readDefinitions = async (
  host: Host,
  { fromFile, fromJson }: { readonly fromFile: string | undefined; readonly fromJson: string | undefined },
): Promise<readonly JsonObject[]> => {
  const given = await readGiven(host, fromFile, fromJson);
  const list = isObject(given) && Array.isArray(given.automations) ? given.automations : Array.isArray(given) ? given : [given];
  return list.map((each) => {
    if (isObject(each)) return each;
    throw new CommandError(`${fromFile ?? "--from-json"} holds something else than automations: ${JSON.stringify(each).slice(0, 80)}`);
  });
};
