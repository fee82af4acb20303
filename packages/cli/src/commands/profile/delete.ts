import { writeProfiles } from "@millrace/settings";
import { CommandError, command } from "../../command.ts";
import { text } from "../../parameters.ts";
import { getSavedProfile } from "./known-profiles.ts";

export default command({
  does: "Delete a profile.",
  takes: { name: text("Name of the profile.") },
  async run({ ask, say, sources }, { name }) {
    const read = sources();
    getSavedProfile(read, name);
    if (name === read.profileName)
      throw new CommandError(`Profile '${name}' is in use. Switch to another first: millrace profile use NAME`);
    await ask.confirm(`Delete profile '${name}'?`);
    const { profilesFile, profilesPath } = read;
    const { [name]: _, ...profiles } = profilesFile.profiles;
    writeProfiles(profilesPath, { ...profilesFile, profiles });
    say.done(`Deleted profile '${name}'.`);
  },
});
