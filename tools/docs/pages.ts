/** The pages of the reference, by their place in the repository. */
import { apiPage } from "./api-page.ts";
import { cliPage } from "./cli-page.ts";
import { settingsPage } from "./settings-page.ts";

export const listPages = async (): Promise<ReadonlyMap<string, string>> =>
  new Map([
    ["docs/reference/settings.md", settingsPage()],
    ["docs/reference/cli.md", await cliPage()],
    ["docs/reference/api.md", apiPage()],
  ]);
