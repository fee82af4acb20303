import { mergeProfiles, type Profile, type Sources } from "@millrace/settings";
import { CommandError } from "../../command.ts";

/** A profile by name, saved or bundled. Throws `CommandError` when there is none. */
export const getProfile = ({ profilesFile }: Sources, name: string): Profile => {
  const profiles = mergeProfiles(profilesFile);
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (profile !== undefined) return profile;
  throw new CommandError(`Profile '${name}' was not found. There are: ${Object.keys(profiles).join(", ")}.`);
};

/** A profile that is saved in the file. Throws `CommandError` for any other. */
export const getSavedProfile = ({ profilesFile }: Sources, name: string): Profile => {
  const profile = Object.hasOwn(profilesFile.profiles, name) ? profilesFile.profiles[name] : undefined;
  if (profile !== undefined) return profile;
  const saved = Object.keys(profilesFile.profiles);
  throw new CommandError(
    `Profile '${name}' was not found. ${saved.length === 0 ? "None is saved yet." : `Saved are: ${saved.join(", ")}.`}`,
  );
};

/** Refuses a name that a saved profile has. */
export const refuseTaken = ({ profilesFile }: Sources, name: string): void => {
  if (!Object.hasOwn(profilesFile.profiles, name)) return;
  throw new CommandError(`Profile '${name}' exists already. Choose another name, or remove it first: millrace profile delete ${name}`);
};
