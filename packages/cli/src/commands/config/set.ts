import { secretMask } from "@millrace/settings";
import { CommandError, command } from "../../command.ts";
import { someOf, text } from "../../parameters.ts";
import { getSetting, saveProfile } from "./profile-settings.ts";

/** Where profiles are found cannot depend on a profile. */
const outsideProfiles = new Set(["HOME", "PROFILES_PATH"]);

export default command({
  does: "Set settings of the active profile.",
  takes: { settings: someOf(text("A setting and its value, as NAME=value.")) },
  async run({ host, say, sources }, { settings }) {
    const read = sources();
    const profile = { ...read.profile };
    const changes = settings.map((word) => {
      const equals = word.indexOf("=");
      if (equals < 1) throw new CommandError(`"${word}" sets nothing. Expected NAME=value.`);
      const value = word.slice(equals + 1);
      const setting = getSetting(word.slice(0, equals));
      const { env, fullName, secret, setting: definition } = setting;
      if (outsideProfiles.has(env)) throw new CommandError(`${fullName} cannot be kept in a profile. Set it in the environment.`);
      if (definition !== undefined && value !== "" && definition.type.read(value, read) === undefined) {
        throw new CommandError(`${fullName} is "${secret ? secretMask : value}"; it takes ${definition.type.accepts}.`);
      }
      return { setting, value };
    });
    for (const { setting, value } of changes) {
      for (const alias of setting.aliases) delete profile[`PREFECT_${alias}`];
      profile[setting.fullName] = value;
    }
    saveProfile(read, profile);
    for (const { setting, value } of changes) {
      say.line(`${setting.fullName} is now '${setting.secret ? secretMask : value}'.`);
      const winner = [`MILLRACE_${setting.env}`, `PREFECT_${setting.env}`].find((name) => host.env[name] !== undefined);
      if (winner !== undefined) say.warn(`The environment sets ${winner} too, and that wins. To clear it: unset ${winner}`);
    }
    say.done(`Saved in profile '${read.profileName}'.`);
  },
});
