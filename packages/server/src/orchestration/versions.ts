type Version = readonly [major: number, minor: number, patch: number];

const shape = /^v?(\d+)\.(\d+)(?:\.(\d+))?(.*)$/;
const preRelease = /^[-._]?(?:a|b|c|rc|alpha|beta|pre|dev)/i;

/** Whether `version` is `wanted` or newer. A pre-release comes before its release; text that is no version is not newer. */
export const isAtLeast = (version: string, wanted: Version): boolean => {
  const match = shape.exec(version);
  if (match === null) return false;
  for (const [index, part] of wanted.entries()) {
    const difference = Number(match[index + 1] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return !preRelease.test(match[4] ?? "");
};

/** Clients from here on renew the lease of their deployment's slot (server.md §3.1.2). */
export const renewsLeases = (clientVersion: string | null): boolean => clientVersion !== null && isAtLeast(clientVersion, [3, 4, 11]);

const countingThemselves = new Set(["3.0.0rc20", "3.0.0", "3.0.1", "3.0.2", "3.0.3"]);

/** The few client versions whose workers count a deployment's runs themselves (server.md §3.1.2). */
export const countsRunsItself = (clientVersion: string | null): boolean => clientVersion !== null && countingThemselves.has(clientVersion);

/** Whether the caller speaks this version of the API. A caller that names none is taken for a new one. */
export const speaksApi = (apiVersion: string | null, wanted: Version): boolean => apiVersion === null || isAtLeast(apiVersion, wanted);
