/** What `docker login` has left on this machine for registries (workers.md §10), as the docker program itself finds it. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Json, JsonObject } from "@millrace/contract";
import { isObject } from "@millrace/sdk/supervision";

type Env = Readonly<Record<string, string | undefined>>;

const hub = "docker.io";
const hubKey = "https://index.docker.io/v1/";

/** The registry that an image is in: a first part that looks like a host, else Docker's own. */
const registryOf = (image: string): string => {
  const [first = "", ...rest] = image.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  return !isHost || first === `index.${hub}` ? hub : first;
};

/** Keys of the file are hosts, or addresses of them. */
const hostOf = (key: string): string => {
  const host = key.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
  return host === `index.${hub}` ? hub : host;
};

const readConfig = async ({ DOCKER_CONFIG, HOME }: Env): Promise<JsonObject> => {
  try {
    const file = join(DOCKER_CONFIG || join(HOME || homedir(), ".docker"), "config.json");
    const config = JSON.parse(await readFile(file, "utf8")) as Json;
    return isObject(config) ? config : {};
  } catch {
    return {};
  }
};

/** Asks a program that keeps passwords; undefined when it has none for the registry, or is not there. */
const askStore = async (helper: string, key: string, env: Env): Promise<JsonObject | undefined> => {
  const { promise, resolve } = Promise.withResolvers<JsonObject | undefined>();
  const child = execFile(`docker-credential-${helper}`, ["get"], { env: { ...env }, timeout: 30_000 }, (error, answer) => {
    if (error !== null) return resolve(undefined);
    try {
      const found = JSON.parse(answer) as Json;
      resolve(isObject(found) ? found : undefined);
    } catch {
      resolve(undefined);
    }
  });
  // One that is not there, or does not read, says so by its end.
  child.stdin?.on("error", () => {});
  child.stdin?.end(key);
  return promise;
};

const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");

const fromStore = async (config: JsonObject, registry: string, env: Env): Promise<JsonObject | undefined> => {
  const key = registry === hub ? hubKey : registry;
  const helpers = isObject(config.credHelpers) ? config.credHelpers : {};
  const helper = textOf(helpers[key]) || textOf(config.credsStore);
  const found = helper === "" ? undefined : await askStore(helper, key, env);
  const [username, secret] = [textOf(found?.Username), textOf(found?.Secret)];
  if (secret === "") return undefined;
  return { serveraddress: key, ...(username === "<token>" ? { identitytoken: secret } : { username, password: secret }) };
};

const fromFile = (config: JsonObject, registry: string): JsonObject | undefined => {
  const auths = isObject(config.auths) ? config.auths : {};
  const [key, entry] = Object.entries(auths).find(([one]) => hostOf(one) === registry) ?? [];
  if (key === undefined || !isObject(entry)) return undefined;
  const token = textOf(entry.identitytoken);
  if (token !== "") return { serveraddress: key, identitytoken: token };
  const both = Buffer.from(textOf(entry.auth), "base64").toString();
  const colon = both.indexOf(":");
  return colon < 0 ? undefined : { serveraddress: key, username: both.slice(0, colon), password: both.slice(colon + 1) };
};

/** What the engine is to show the registry of an image; undefined when nobody has logged in to it here. */
export const findLogin = async (image: string, env: Env): Promise<JsonObject | undefined> => {
  const [config, registry] = [await readConfig(env), registryOf(image)];
  return (await fromStore(config, registry, env)) ?? fromFile(config, registry);
};
