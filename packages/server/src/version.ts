/** The protocol version this server speaks (server.md §1.9). */
export const apiVersion = "0.8.4";

/** The release whose protocol this is. Clients compare their own version with it and warn when the server's is older. */
const protocolRelease = "3.8.3";

const numbersOf = (version: string): readonly number[] =>
  version
    .split(".")
    .slice(0, 3)
    .map((part) => Number.parseInt(part, 10) || 0);

/**
 * The release to tell a client. One of the same major version is told its own when that is newer: it speaks the same
 * protocol, and would otherwise warn its user of an outdated server in every run.
 */
export const releaseFor = (clientVersion: string | null): string => {
  const [major, minor = 0, patch = 0] = numbersOf(protocolRelease);
  const [theirMajor, theirMinor = 0, theirPatch = 0] = clientVersion === null ? [] : numbersOf(clientVersion);
  const isNewer = theirMajor === major && (theirMinor > minor || (theirMinor === minor && theirPatch > patch));
  return isNewer && clientVersion !== null ? clientVersion : protocolRelease;
};
