/** The protocol version this server speaks (server.md §1.9). */
export const apiVersion = "0.8.4";

/** The release whose protocol this is. Clients compare their own version with it and warn when the server's is older. */
const protocolRelease = "3.8.3";

const numbersOf = (version: string): readonly number[] =>
  version
    .split(".")
    .slice(0, 3)
    .map((part) => Number.parseInt(part, 10) || 0);

const isNewer = (one: readonly number[], other: readonly number[]): boolean => {
  const [minor = 0, patch = 0, otherMinor = 0, otherPatch = 0] = [one[1], one[2], other[1], other[2]];
  return one[0] === other[0] && (minor > otherMinor || (minor === otherMinor && patch > otherPatch));
};

/** Tells clients which release this server is. */
export type ReleaseTeller = (clientVersion: string | null) => string;

/**
 * Clients of the same major version speak the same protocol, and would warn their users of an outdated server in every run. So
 * each is told the newest release that any of them named; some of their parts ask without naming their own.
 */
export const createReleaseTeller = (): ReleaseTeller => {
  let newest = protocolRelease;
  return (clientVersion) => {
    if (clientVersion !== null && isNewer(numbersOf(clientVersion), numbersOf(newest))) newest = clientVersion;
    return newest;
  };
};
