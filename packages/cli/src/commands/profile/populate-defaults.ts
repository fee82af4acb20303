import { copyFileSync } from "node:fs";
import { bundledProfiles, profilesAreSaved, writeProfiles } from "@millrace/settings";
import { command } from "../../command.ts";

export default command({
  does: "Save the profiles that come with the program; those you have stay as they are.",
  details: "On a terminal it asks before, and keeps a copy of the file beside it.",
  async run({ ask, say, sources }) {
    const read = sources();
    const { profilesFile, profilesPath } = read;
    const added = Object.keys(bundledProfiles).filter((name) => !Object.hasOwn(profilesFile.profiles, name));
    if (added.length === 0) {
      say.done("All of them are saved already.");
      return;
    }
    say.line(`To be added: ${added.join(", ")}`);
    await ask.confirm(`Change ${profilesPath}?`);
    if (ask.interactive && profilesAreSaved(read)) {
      copyFileSync(profilesPath, `${profilesPath}.bak`);
      say.line(`The file as it was is ${profilesPath}.bak.`);
    }
    const profiles = { ...profilesFile.profiles, ...Object.fromEntries(added.map((name) => [name, bundledProfiles[name] ?? {}])) };
    writeProfiles(profilesPath, { ...profilesFile, profiles });
    say.done(`Saved in ${profilesPath}.`, `There are: ${Object.keys(profiles).join(", ")}`);
  },
});
