/** Changes to the settings that a profile keeps (cli.md §17). */
import {
  findKnownSetting,
  findNearest,
  type KnownSetting,
  listKnownSettings,
  type Profile,
  type Sources,
  writeProfiles,
} from "@millrace/settings";
import { CommandError } from "../../command.ts";
import { allSettings } from "../../server-settings.ts";

/** The setting a name stands for. Throws `CommandError` when there is none. */
export const getSetting = (name: string): KnownSetting => {
  const known = listKnownSettings(allSettings);
  const setting = findKnownSetting(known, name);
  if (setting !== undefined && setting.env !== "PROFILE") return setting;
  const near = findNearest(
    name,
    [...known.values()].map(({ fullName }) => fullName),
  );
  throw new CommandError(
    `There is no setting "${name}".${near === undefined ? " See: millrace config view --show-defaults" : ` Did you mean ${near}?`}`,
  );
};

/** Saves the settings of the active profile in place of those it had. */
export const saveProfile = ({ profilesPath, profilesFile, profileName }: Sources, profile: Profile): void =>
  writeProfiles(profilesPath, { ...profilesFile, profiles: { ...profilesFile.profiles, [profileName]: profile } });

/** The profile's settings under the names of today, each once; `unknown` are left out. */
export const withCanonicalNames = (profile: Profile): { readonly profile: Profile; readonly unknown: readonly string[] } => {
  const known = listKnownSettings(allSettings);
  const renamed: Record<string, string> = {};
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(profile)) {
    const setting = findKnownSetting(known, name);
    if (setting === undefined) unknown.push(name);
    else if (name === setting.fullName || !(setting.fullName in profile)) renamed[setting.fullName] = value;
  }
  return { profile: renamed, unknown };
};
