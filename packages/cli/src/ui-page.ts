import { findUiUrl } from "@millrace/settings";
import { type CommandContext, CommandError } from "./command.ts";

/** Address of a page of the web interface; undefined when none is known. */
export const findPage = ({ settings }: Pick<CommandContext, "settings">, path: string): string | undefined => {
  const ui = findUiUrl(settings());
  return ui === undefined ? undefined : ui.replace(/\/+$/, "") + path;
};

/** The same, where there must be one. Throws `CommandError`. */
export const getPage = (context: Pick<CommandContext, "settings">, path: string): string => {
  const page = findPage(context, path);
  if (page !== undefined) return page;
  throw new CommandError("No web interface is known. Set PREFECT_UI_URL to its address.");
};
