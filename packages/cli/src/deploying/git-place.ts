import type { Host } from "../host.ts";

export interface GitPlace {
  readonly repository: string;
  readonly branch: string;
}

/** The remote repository of the working directory and its branch; undefined outside of one. */
export const findGitPlace = async ({ cwd, env }: Host): Promise<GitPlace | undefined> => {
  const { runCommand } = await import("@millrace/sdk/deploying");
  const git = async (...args: readonly string[]): Promise<string | undefined> => {
    const ran = await runCommand(["git", ...args], { cwd, env: { ...env } }).catch(() => undefined);
    return ran?.code === 0 ? ran.stdout.trim() : undefined;
  };
  const repository = await git("remote", "get-url", "origin");
  if (repository === undefined || repository === "") return undefined;
  return { repository, branch: (await git("symbolic-ref", "--short", "HEAD")) ?? "main" };
};
