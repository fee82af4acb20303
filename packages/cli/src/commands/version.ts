import type { ClientSettings } from "@millrace/settings";
import { command } from "../command.ts";
import { flag } from "../parameters.ts";
import { apiVersion, readVersion } from "../version.ts";

const serverType = ({ apiUrl, serverEphemeralEnabled }: ClientSettings): string => {
  if (apiUrl !== undefined) return /^https:\/\/api\.prefect\.cloud\//.test(apiUrl) ? "cloud" : "server";
  return serverEphemeralEnabled ? "ephemeral" : "unconfigured";
};

export default command({
  does: "Versions of what runs here.",
  options: { omitIntegrations: flag("Accepted for scripts that pass it; there are no integrations to list.") },
  json: true,
  async run({ say, settings, sources }) {
    const versions = {
      version: readVersion(),
      api_version: apiVersion,
      node_version: process.versions.node,
      os_arch: `${process.platform}/${process.arch}`,
      profile: sources().profileName,
      server_type: serverType(settings()),
      sqlite_version: process.versions.sqlite ?? "none",
    };
    say.pairs([
      ["Version", versions.version],
      ["API version", versions.api_version],
      ["Node version", versions.node_version],
      ["OS/Arch", versions.os_arch],
      ["Profile", versions.profile],
      ["Server type", versions.server_type],
      ["SQLite version", versions.sqlite_version],
    ]);
    return versions;
  },
});
