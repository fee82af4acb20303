import { command } from "../../command.ts";
import { optional, text } from "../../parameters.ts";
import { getProfile } from "./known-profiles.ts";

export default command({
  does: "Show the settings of a profile, secrets in clear.",
  takes: { name: optional(text("Name of the profile; by default the one in use.")) },
  json: true,
  async run({ say, sources }, { name }) {
    const read = sources();
    if (name === undefined) say.line(`No name given; this is '${read.profileName}', which is in use.`);
    const profile = getProfile(read, name ?? read.profileName);
    const settings = Object.entries(profile);
    if (settings.length === 0) say.line("It has no settings.");
    for (const [setting, value] of settings) say.line(`${setting}='${value}'`);
    return profile;
  },
});
