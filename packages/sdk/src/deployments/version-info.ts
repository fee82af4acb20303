/** The version of a deployment: what its author says, or else the commit its code is at (workers.md §22). */
import { UsageError } from "../errors.ts";
import { runCommand } from "../pulling/run-command.ts";

export const versionTypes = ["prefect:simple", "vcs:github", "vcs:gitlab", "vcs:bitbucket", "vcs:azuredevops", "vcs:git"] as const;
export type VersionType = (typeof versionTypes)[number];

interface Commit {
  readonly commit_sha: string;
  readonly branch: string;
  readonly repository: string;
  readonly url: string;
}

/** As servers are told; those that keep no history of versions take no notice. */
export interface VersionInfo extends Partial<Commit> {
  readonly type: VersionType;
  readonly version: string;
  /** First line of the commit's message. */
  readonly message?: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Variables by which a service that builds code tells of the commit, and the page of a commit. */
interface Service {
  readonly type: VersionType;
  readonly sha: string;
  readonly branch: string;
  readonly repository: string;
  readonly page: (env: Env, sha: string) => string;
}

const services: readonly Service[] = [
  {
    type: "vcs:github",
    sha: "GITHUB_SHA",
    branch: "GITHUB_REF_NAME",
    repository: "GITHUB_REPOSITORY",
    page: ({ GITHUB_SERVER_URL, GITHUB_REPOSITORY }, sha) => `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/tree/${sha}`,
  },
  {
    type: "vcs:gitlab",
    sha: "CI_COMMIT_SHA",
    branch: "CI_COMMIT_REF_NAME",
    repository: "CI_PROJECT_NAME",
    page: ({ CI_PROJECT_URL }, sha) => `${CI_PROJECT_URL}/-/tree/${sha}`,
  },
  {
    type: "vcs:bitbucket",
    sha: "BITBUCKET_COMMIT",
    branch: "BITBUCKET_BRANCH",
    repository: "BITBUCKET_REPO_SLUG",
    page: ({ BITBUCKET_GIT_HTTP_ORIGIN }, sha) => `${BITBUCKET_GIT_HTTP_ORIGIN}/src/${sha}`,
  },
  {
    type: "vcs:azuredevops",
    sha: "BUILD_SOURCEVERSION",
    branch: "BUILD_SOURCEBRANCHNAME",
    repository: "BUILD_REPOSITORY_NAME",
    page: ({ BUILD_REPOSITORY_URI }, sha) => `${BUILD_REPOSITORY_URI}?version=GC${sha}`,
  },
];

const readService = ({ sha, branch, repository, page }: Service, env: Env): Commit | undefined => {
  const [commit, on, of] = [env[sha], env[branch], env[repository]];
  if (!commit || !on || !of) return undefined;
  return { commit_sha: commit, branch: on, repository: of, url: page(env, commit) };
};

/** What git says of a directory; undefined outside of a repository, and where there is no git. */
const askGit =
  (cwd: string, env: Env) =>
  async (...args: readonly string[]): Promise<string | undefined> => {
    const ran = await runCommand(["git", ...args], { cwd, env: { ...env } }).catch(() => undefined);
    const text = ran?.code === 0 ? ran.stdout.trim() : "";
    return text === "" ? undefined : text;
  };

/** An address may have a token in it, which belongs into no deployment. */
const withoutUser = (address: string): string => {
  const url = URL.parse(address);
  if (url === null || url.username + url.password === "") return address;
  url.username = "";
  url.password = "";
  return url.href;
};

const readGit = async (git: ReturnType<typeof askGit>): Promise<Commit | undefined> => {
  const [commit_sha, branch, remote] = await Promise.all([
    git("rev-parse", "HEAD"),
    git("rev-parse", "--abbrev-ref", "HEAD"),
    git("config", "--get", "remote.origin.url"),
  ]);
  if (commit_sha === undefined || branch === undefined || remote === undefined) return undefined;
  const url = withoutUser(remote);
  const path = URL.parse(url)?.pathname ?? url;
  return { commit_sha, branch, url, repository: path.replace(/^\/+|\/+$/g, "").replace(/\.git$/, "") };
};

export interface VersionSource {
  /** Where the commit may be told from; anywhere unless given. */
  readonly type?: VersionType | undefined;
  /** Directory of the code. */
  readonly cwd: string;
  readonly env: Env;
}

/** The commit a directory is at, by the service that builds it, or else by git. Undefined when nobody knows. */
export const findCommit = async ({ type, cwd, env }: VersionSource): Promise<VersionInfo | undefined> => {
  if (type === "prefect:simple") return undefined;
  const git = askGit(cwd, env);
  const asked = services.filter((service) => type === undefined || service.type === type);
  const found = asked.map((service) => ({ type: service.type, commit: readService(service, env) })).find(({ commit }) => commit);
  const commit = found?.commit ?? (type === undefined || type === "vcs:git" ? await readGit(git) : undefined);
  if (commit === undefined) return undefined;
  const message = (await git("log", "-1", "--pretty=%s")) ?? "";
  return { type: found?.type ?? "vcs:git", version: commit.commit_sha.slice(0, 8), message, ...commit };
};

export interface VersionOptions {
  /** The version its author gave it. */
  readonly given: string | null;
  readonly commit: VersionInfo | undefined;
  /** What is taken where there is no commit. */
  readonly otherwise?: string | null;
}

/** Reads the name of a kind of version. Throws a `UsageError` naming those there are. */
export const readVersionType = (name: string): VersionType => {
  const type = versionTypes.find((each) => each === name);
  if (type !== undefined) return type;
  throw new UsageError(`"${name}" is no type of version. There are ${versionTypes.join(", ")}.`);
};

/** The version a deployment is stored with, and where its code stands. */
export const printVersion = ({
  given,
  commit,
  otherwise = null,
}: VersionOptions): { readonly version: string | null; readonly version_info: VersionInfo } => {
  const version = given ?? commit?.version ?? otherwise;
  return { version, version_info: { type: "prefect:simple", ...commit, version: version ?? "" } };
};
