/** Who starts a server usually wants other commands to use it, which takes a profile that names it (cli.md §16). */
import { defaultProfileName, mergeProfiles, type Profile, writeProfiles } from "@millrace/settings";
import { type CommandContext, CommandError } from "../../command.ts";

const setting = "PREFECT_API_URL";

const create = "Create a new profile that names it, and use that from now on";
const skip = "Leave everything as it is";

interface Profiles {
  readonly all: Readonly<Record<string, Profile>>;
  /** Saves a profile; it is in use from now on. */
  use(name: string, profile?: Profile): void;
}

const askForName = async ({ ask, say }: CommandContext, { all }: Profiles): Promise<string | undefined> => {
  for (;;) {
    const name = await ask.text("Name of the new profile");
    if (!Object.hasOwn(all, name)) return name === "" ? undefined : name;
    say.warn(`Profile '${name}' exists already. Choose another name.`);
  }
};

const addToProfile = async (context: CommandContext, profiles: Profiles, url: string): Promise<boolean> => {
  const { ask, say, sources } = context;
  const { profileName, profile } = sources();
  const change = `Name it in profile '${profileName}'`;
  say.prose(`Profile '${profileName}' does not name the server that is about to run at ${url}; commands and flows would not find it.`);
  const choice = await ask.choose("What is to be done?", [create, change, skip]);
  const name = choice === create ? await askForName(context, profiles) : profileName;
  if (choice === skip || name === undefined) return false;
  profiles.use(name, choice === create ? { [setting]: url } : { ...profile, [setting]: url });
  say.done(choice === create ? `Profile '${name}' is new, and in use.` : `Profile '${name}' names the server.`);
  return true;
};

/**
 * Where the active profile names no server and somebody is there to ask: uses the profile that names this one, or asks which. Tells
 * whether commands now find it. An answer that is none of those offered leaves everything as it is.
 */
export const chooseProfile = async (context: CommandContext, url: string): Promise<boolean> => {
  const { ask, say, sources, settings } = context;
  const { profilesFile, profilesPath, profileName } = sources();
  const isForThisCommand = profileName !== (profilesFile.active ?? defaultProfileName);
  if (!ask.interactive || settings().apiUrl !== undefined || isForThisCommand) return false;
  const all = mergeProfiles(profilesFile);
  const profiles: Profiles = {
    all,
    use: (name, profile = all[name] ?? {}) =>
      writeProfiles(profilesPath, { active: name, profiles: { ...profilesFile.profiles, [name]: profile } }),
  };
  try {
    const names = Object.keys(all).filter((name) => all[name]?.[setting] === url);
    const [only, ...others] = names;
    if (only === undefined) return await addToProfile(context, profiles, url);
    const name = others.length === 0 ? only : await ask.choose("Which of the profiles that name this server is to be used?", names);
    profiles.use(name);
    say.done(`Profile '${name}', which names this server, is in use from now on.`);
    return true;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    say.warn(`${error.message} The profiles stay as they are.`);
    return false;
  }
};
