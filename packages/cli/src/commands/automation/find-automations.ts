import type { Client } from "@millrace/client";
import type { Automation } from "@millrace/contract";
import { CommandError } from "../../command.ts";
import { orMissing } from "../../missing.ts";
import { listAll } from "../../pages.ts";
import { id, optional, text } from "../../parameters.ts";

export const automationTakes = { name: optional(text("Name of the automation.")) };
export const automationOptions = { id: id("Id of the automation, instead of its name.") };

export const getAutomation = (client: Client, automationId: string): Promise<Automation> =>
  orMissing(
    client.automations.get({ id: automationId }),
    `Automation "${automationId}" was not found. List them with: millrace automation ls`,
  );

/** The automations of a name, at least one, or the one of an id. Throws `CommandError`. */
export const getAutomations = async (
  client: Client,
  { name, id: automationId }: { readonly name: string | undefined; readonly id: string | undefined },
): Promise<readonly Automation[]> => {
  if ((name === undefined) === (automationId === undefined))
    throw new CommandError("Name the automation, or give its --id, not both. List them with: millrace automation ls");
  if (automationId !== undefined) return [await getAutomation(client, automationId)];
  const found = await listAll((offset) =>
    client.automations.list({ body: { automations: { name: { any_: [name ?? ""] } }, sort: "CREATED_DESC", offset } }),
  );
  if (found.length === 0) throw new CommandError(`Automation "${name}" was not found. List them with: millrace automation ls`);
  return found;
};
