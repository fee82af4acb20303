/** What the place of a file says about it. Paths start at the root of the repository. */

const supportPath = /\.test\.tsx?$|\/fixtures\/|[./]fixtures?\.ts$|^apps\/ui\/journeys\//;

/** Tests and what only tests use. */
export const isTest = (path: string): boolean => supportPath.test(path);

/** The package of a path, such as `server` or `ui`; undefined outside `packages/` and `apps/`. */
export const packageOf = (path: string): string | undefined => /^(?:packages|apps)\/([^/]+)\//.exec(path)?.[1];

const serverSource = "packages/server/src/";

/** The layer of the server a path lies in, such as `db`; the name of the file itself at the top. Undefined elsewhere. */
export const serverLayerOf = (path: string): string | undefined =>
  path.startsWith(serverSource) ? path.slice(serverSource.length).split("/")[0] : undefined;

/** The feature a path belongs to, such as `flow-runs`. */
export const featureOf = (path: string): string | undefined => /^packages\/server\/src\/features\/([^/]+)\//.exec(path)?.[1];

/** The feature of the web pages a path belongs to, such as `deployments`. */
export const pageFeatureOf = (path: string): string | undefined => /^apps\/ui\/src\/features\/([^/]+)\//.exec(path)?.[1];

export const isProduction = (path: string): boolean => packageOf(path) !== undefined && !isTest(path);

export const isRoutes = (path: string): boolean => /(^|[/-])routes\.ts$/.test(path);
export const isQueries = (path: string): boolean => /(^|[/-])queries\.ts$/.test(path);
