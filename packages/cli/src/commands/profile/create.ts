import { writeProfiles } from "@millrace/settings";
import { command } from "../../command.ts";
import { text } from "../../parameters.ts";
import { getSavedProfile, refuseTaken } from "./known-profiles.ts";

export default command({
  does: "Create a profile.",
  takes: { name: text("Name of the profile.") },
  options: { from: text("Saved profile to copy the settings of.") },
  async run({ say, sources }, { name, from }) {
    const read = sources();
    refuseTaken(read, name);
    const profile = from === undefined ? {} : getSavedProfile(read, from);
    const { profilesFile, profilesPath } = read;
    writeProfiles(profilesPath, { ...profilesFile, profiles: { ...profilesFile.profiles, [name]: profile } });
    say.done(
      `Created profile '${name}'${from === undefined ? "" : ` with the settings of '${from}'`}.`,
      `Use it from now on:      millrace profile use ${name}`,
      `Use it for one command:  millrace --profile ${name} config view`,
    );
  },
});
