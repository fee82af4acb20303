/** Keys for a store that speaks S3: those that are given, else those the machine has, in the order AWS's own programs look. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { JsonObject } from "@millrace/contract";
import { LoadError } from "../loading/load-error.ts";
import { readMachineKeys } from "./machine-keys.ts";

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** How a store is reached, and as whom. */
export interface Access {
  readonly keys: Keys;
  readonly region: string | undefined;
  /** Address of a store that is not AWS's own. */
  readonly endpoint: string | undefined;
}

/** Settings of one profile in AWS's files. */
type Profile = Readonly<Record<string, string>>;

/** A variable that is set to nothing, as Compose files do, counts as not set. */
const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

const toKeys = (id: unknown, secret: unknown, token: unknown): Keys | undefined => {
  const [accessKeyId, secretAccessKey] = [text(id), text(secret)];
  return accessKeyId === undefined || secretAccessKey === undefined
    ? undefined
    : { accessKeyId, secretAccessKey, sessionToken: text(token) };
};

/** `[name]` or `[profile name]`, then lines of `key = value`. */
const parseProfiles = (file: string): ReadonlyMap<string, Profile> => {
  const profiles = new Map<string, Record<string, string>>();
  let current: Record<string, string> | undefined;
  for (const line of file.split(/\r?\n/)) {
    const name = /^\s*\[\s*(?:profile\s+)?([^\]]+?)\s*\]/.exec(line)?.[1];
    const pair = /^([\w-]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (name !== undefined) {
      current = profiles.get(name) ?? {};
      profiles.set(name, current);
    } else if (pair?.[1] !== undefined && current !== undefined) current[pair[1].toLowerCase()] = pair[2] ?? "";
  }
  return profiles;
};

const readProfile = async (name: string, env: NodeJS.ProcessEnv, home: string): Promise<Profile> => {
  const folder = join(home, ".aws");
  const files = [text(env.AWS_CONFIG_FILE) ?? join(folder, "config"), text(env.AWS_SHARED_CREDENTIALS_FILE) ?? join(folder, "credentials")];
  const found = await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")));
  return Object.assign({}, ...found.map((file) => parseProfiles(file).get(name) ?? {})) as Profile;
};

export interface AccessOptions {
  /** Fields of a block with credentials, or the like; empty looks to the machine. */
  readonly credentials: JsonObject;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
}

/**
 * Finds out how to reach a store: the credentials given, the environment, the profile of AWS's files, then what the container or
 * the machine hands out. Throws a `LoadError` when nobody has keys.
 */
export const findAccess = async ({ credentials, env, home }: AccessOptions): Promise<Access> => {
  const given =
    toKeys(credentials.aws_access_key_id, credentials.aws_secret_access_key, credentials.aws_session_token) ??
    toKeys(credentials.minio_root_user, credentials.minio_root_password, undefined);
  const named = text(credentials.profile_name);
  const profile = await readProfile(named ?? text(env.AWS_PROFILE) ?? "default", env, home);
  const ofProfile = toKeys(profile.aws_access_key_id, profile.aws_secret_access_key, profile.aws_session_token);
  const ofEnvironment = toKeys(env.AWS_ACCESS_KEY_ID, env.AWS_SECRET_ACCESS_KEY, env.AWS_SESSION_TOKEN);
  // A profile that is asked for by name stands before the environment.
  const local = given ?? (named === undefined ? (ofEnvironment ?? ofProfile) : ofProfile);
  if (local === undefined && named !== undefined)
    throw new LoadError(`The profile "${named}" has no keys in ~/.aws. Add it, or give aws_access_key_id and aws_secret_access_key.`);
  const machine = local === undefined ? await readMachineKeys(env) : undefined;
  const keys = local ?? (machine === undefined ? undefined : toKeys(machine.AccessKeyId, machine.SecretAccessKey, machine.Token));
  if (keys === undefined) {
    throw new LoadError(
      "There are no keys for the bucket. Give the step credentials, such as {{ prefect.blocks.aws-credentials.NAME }}, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    );
  }
  return {
    keys,
    region: text(credentials.region_name) ?? text(env.AWS_REGION) ?? text(env.AWS_DEFAULT_REGION) ?? profile.region,
    endpoint: text(env.AWS_ENDPOINT_URL_S3) ?? text(env.AWS_ENDPOINT_URL) ?? text(profile.endpoint_url),
  };
};
