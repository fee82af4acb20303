import { CommandError, command } from "../../command.ts";
import { flag, someOf, text } from "../../parameters.ts";
import { getSetting, saveProfile } from "./profile-settings.ts";

export default command({
  does: "Remove settings from the active profile.",
  takes: { settingNames: someOf(text("Name of a setting.")) },
  options: { yes: flag("Do not ask.", { short: "y" }) },
  async run({ ask, host, say, sources }, { settingNames, yes }) {
    const read = sources();
    const profile = { ...read.profile };
    const removed = settingNames.map((name) => {
      const { env, fullName, aliases } = getSetting(name);
      const held = [fullName, `PREFECT_${env}`, `MILLRACE_${env}`, ...aliases.map((alias) => `PREFECT_${alias}`)].filter(
        (each) => each in profile,
      );
      if (held.length === 0) throw new CommandError(`${fullName} is not set in profile '${read.profileName}'.`);
      for (const each of held) delete profile[each];
      return fullName;
    });
    if (!yes) await ask.confirm(`Remove ${removed.join(", ")} from profile '${read.profileName}'?`);
    saveProfile(read, profile);
    for (const fullName of removed) {
      say.line(`${fullName} is no longer set.`);
      if (host.env[fullName] !== undefined) say.warn(`The environment still sets ${fullName}. To clear it: unset ${fullName}`);
    }
    say.done(`Saved in profile '${read.profileName}'.`);
  },
});
