import { readSettings, writeProfiles } from "@millrace/settings";
import { command } from "../../command.ts";
import { allSettings } from "../../server-settings.ts";
import { withCanonicalNames } from "./profile-settings.ts";

export default command({
  does: "Check every setting, and bring the profiles up to today's names.",
  details: "In profiles.toml old names are replaced by the names of today and unknown ones removed.",
  async run({ say, sources }) {
    const read = sources();
    readSettings(allSettings, { sources: read });
    const { profilesFile, profilesPath } = read;
    const profiles = Object.entries(profilesFile.profiles).map(([name, profile]) => [name, withCanonicalNames(profile)] as const);
    for (const [name, { unknown }] of profiles) {
      for (const each of unknown) say.warn(`Profile '${name}' set ${each}, which is not a setting; it was removed.`);
    }
    if (profiles.length > 0) {
      writeProfiles(profilesPath, {
        ...profilesFile,
        profiles: Object.fromEntries(profiles.map(([name, { profile }]) => [name, profile])),
      });
    }
    say.done("The configuration is valid.");
  },
});
