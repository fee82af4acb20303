/** What a profile alone leads to, whatever the environment says in its place. */
import { type ClientSettings, clientSettings, type Profile, readSettings, readSources, type Sources } from "@millrace/settings";
import type { Host } from "../../host.ts";

export const readProfileSettings = (
  host: Host,
  name: string,
  profile: Profile,
): { readonly settings: ClientSettings; readonly sources: Sources } => {
  const env = Object.fromEntries(Object.entries(host.env).filter(([variable]) => !(variable.replace("MILLRACE_", "PREFECT_") in profile)));
  const sources = readSources({ env, cwd: host.cwd, home: host.home, profile: name });
  return { settings: readSettings({ client: clientSettings }, { sources }).values.client, sources };
};
