import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { JsonObject } from "@millrace/contract";
import { LoadError } from "../loading/load-error.ts";
import { isObject } from "../templating/placeholders.ts";
import { runCommand } from "./run-command.ts";
import { findText, getText, type Step } from "./step.ts";

/** What a token is called in an address, by the host's name (workers.md §16). */
const withUser = (url: URL, token: string): string => {
  if (token.includes(":")) return token;
  if (url.hostname.includes("gitlab")) return `oauth2:${token}`;
  if (url.hostname.includes("bitbucket")) return `x-token-auth:${token}`;
  return token;
};

/** The token of a credentials block, whichever of its fields holds it. */
const tokenOf = ({ access_token, credentials }: JsonObject): string | undefined => {
  if (typeof access_token === "string" && access_token !== "") return access_token;
  if (!isObject(credentials)) return undefined;
  const { username } = credentials;
  const token = [credentials.token, credentials.access_token, credentials.password].find(
    (value): value is string => typeof value === "string" && value !== "",
  );
  return token !== undefined && typeof username === "string" && username !== "" ? `${username}:${token}` : token;
};

const addressOf = (repository: string, token: string | undefined): string => {
  const url = URL.parse(repository);
  if (token === undefined || url?.protocol !== "https:") return repository;
  const [user = "", ...password] = withUser(url, token).split(":");
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password.join(":"));
  return url.href;
};

/** `<repo>` or `<repo>-<branch>`, as the protocol's programs name it. */
const folderOf = (repository: string, branch: string | undefined): string => {
  const name = basename(repository.replace(/\/+$/, "")).replace(/\.git$/, "");
  return branch === undefined ? name : `${name}-${branch.replaceAll("/", "-")}`;
};

const attempts = 3;

/** Clones a repository, or brings its clone up to date, and gives its directory. */
export const gitClone: Step = async ({ inputs, cwd, env, log }) => {
  const repository = getText(inputs, "repository");
  const branch = findText(inputs, "branch");
  const commit = findText(inputs, "commit_sha");
  const token = tokenOf(inputs);
  const directory = join(cwd, findText(inputs, "clone_directory_name") ?? folderOf(repository, branch));
  const address = addressOf(repository, token);
  const submodules = inputs.include_submodules === true ? ["--recurse-submodules"] : [];
  const hide = (text: string): string => text.replaceAll(address, repository).replaceAll(token ?? "\0", "***");

  const git = async (args: readonly string[], where: string): Promise<void> => {
    // No question for a password may keep the run waiting.
    const result = await runCommand(["git", ...args], { cwd: where, env: { ...env, GIT_TERMINAL_PROMPT: "0" } }).catch((error: Error) => {
      throw new LoadError(`git could not be started: ${error.message}. Install git where the run's code is fetched.`);
    });
    if (result.code !== 0) throw new LoadError(`The repository ${repository} could not be fetched: ${hide(result.stderr).trim()}`);
  };
  const fetch = async (): Promise<void> => {
    const at = commit ?? branch;
    if (existsSync(join(directory, ".git"))) {
      await git(["fetch", "--depth", "1", address, ...(at === undefined ? [] : [at])], directory);
      await git(["reset", "--hard", "FETCH_HEAD"], directory);
      return;
    }
    const depth = ["--depth", "1", ...(branch === undefined ? [] : ["--branch", branch])];
    await git(["clone", ...depth, ...submodules, address, directory], cwd);
    if (commit === undefined) return;
    await git(["fetch", "--depth", "1", "origin", commit], directory);
    await git(["checkout", commit], directory);
  };

  for (let attempt = 1; ; attempt += 1) {
    try {
      await fetch();
      return { directory };
    } catch (error) {
      if (attempt >= attempts) throw error;
      log(`Fetching ${repository} failed; trying again.`);
    }
  }
};
