import { findUiUrl, listSettings, readSettings } from "@millrace/settings";
import { command } from "../../command.ts";
import { flag, flagOn } from "../../parameters.ts";
import { allSettings } from "../../server-settings.ts";

export default command({
  does: "Show the settings in force and where each comes from.",
  options: {
    showDefaults: flag("Also show settings that nobody set.", { off: "hide-defaults" }),
    showSources: flagOn("Show where each value comes from.", { off: "hide-sources" }),
    showSecrets: flag("Show secrets in clear.", { off: "hide-secrets" }),
  },
  json: true,
  async run({ say, sources }, { showDefaults, showSources, showSecrets }) {
    const read = readSettings(allSettings, { sources: sources() });
    const ui = findUiUrl(read.values.client);
    const { profileName } = read.sources;
    const settings = listSettings(read, { defaults: showDefaults, secrets: showSecrets });
    if (ui !== undefined) say.line(`You are connected to ${say.style.green(ui)}`);
    say.line(say.style.bold(`PREFECT_PROFILE='${profileName}'`));
    for (const { name, value, source } of settings) say.line(`${name}='${value}'${showSources ? say.style.dim(` (from ${source})`) : ""}`);
    return {
      profile: profileName,
      settings: settings.map(({ name, value, source }) => ({ name, value, source })),
      ...(ui === undefined ? {} : { ui_url: ui }),
    };
  },
});
