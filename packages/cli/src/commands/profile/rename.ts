import { writeProfiles } from "@millrace/settings";
import { command } from "../../command.ts";
import { text } from "../../parameters.ts";
import { getSavedProfile, refuseTaken } from "./known-profiles.ts";

export default command({
  does: "Rename a profile.",
  takes: { name: text("Name it has."), newName: text("Name it gets.") },
  async run({ host, say, sources }, { name, newName }) {
    const read = sources();
    const profile = getSavedProfile(read, name);
    refuseTaken(read, newName);
    const { profilesFile, profilesPath } = read;
    const { [name]: _, ...others } = profilesFile.profiles;
    const active = profilesFile.active === name ? newName : profilesFile.active;
    writeProfiles(profilesPath, { ...(active === undefined ? {} : { active }), profiles: { ...others, [newName]: profile } });
    for (const variable of ["MILLRACE_PROFILE", "PREFECT_PROFILE"].filter((each) => host.env[each] === name)) {
      say.warn(`The environment still says ${variable}=${name}. Set it to ${newName} to go on using the profile.`);
    }
    say.done(`Renamed profile '${name}' to '${newName}'.`);
  },
});
