import { type Profile, writeProfiles } from "@millrace/settings";
import { type CommandContext, CommandError, command } from "../../command.ts";
import { checkHealth } from "../../health.ts";
import { text } from "../../parameters.ts";
import { getProfile } from "./known-profiles.ts";
import { readProfileSettings } from "./profile-client.ts";

const patience = 3000;

/** Looks whether the profile leads to a server; the profile is in use either way. */
const tryOut = async ({ host, say }: CommandContext, name: string, profile: Profile): Promise<void> => {
  const { settings } = readProfileSettings(host, name, profile);
  const { apiUrl, serverEphemeralEnabled } = settings;
  if (apiUrl === undefined) {
    if (!serverEphemeralEnabled) {
      throw new CommandError(
        `Profile '${name}' is in use, but names no server. Set one with: millrace config set PREFECT_API_URL=http://127.0.0.1:4200/api`,
      );
    }
    say.done(`Profile '${name}' is in use.`, "It names no server; flows start one of their own while they run.");
    return;
  }
  const { available, error } = await checkHealth(host, { url: apiUrl, settings, timeout: patience });
  if (!available) throw new CommandError(`Profile '${name}' is in use, but its server at ${apiUrl} does not answer: ${error}.`);
  say.done(`Profile '${name}' is in use; its server at ${apiUrl} answers.`);
};

export default command({
  does: "Use a profile from now on.",
  takes: { name: text("Name of the profile.") },
  async run(context, { name }) {
    const read = context.sources();
    const profile = getProfile(read, name);
    const { profilesFile, profilesPath } = read;
    writeProfiles(profilesPath, { active: name, profiles: { ...profilesFile.profiles, [name]: profile } });
    const { env } = context.host;
    const winner = ["MILLRACE_PROFILE", "PREFECT_PROFILE"].find((each) => env[each] !== undefined && env[each] !== name);
    if (winner !== undefined) context.say.warn(`The environment sets ${winner} too, and that wins. To clear it: unset ${winner}`);
    await tryOut(context, name, profile);
  },
});
