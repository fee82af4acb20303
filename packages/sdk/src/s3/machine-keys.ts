import type { JsonObject } from "@millrace/contract";

/** A machine outside a cloud answers nothing at these addresses. */
const patience = 1000;

const ask = async (url: string, init: RequestInit = {}): Promise<string | undefined> => {
  try {
    const reply = await fetch(url, { ...init, signal: AbortSignal.timeout(patience) });
    return reply.ok ? await reply.text() : undefined;
  } catch {
    return undefined;
  }
};

const parse = (reply: string | undefined): JsonObject | undefined => (reply === undefined ? undefined : (JSON.parse(reply) as JsonObject));

/** What a container's agent hands out (ECS, and pods with an identity). */
const askContainer = async (env: NodeJS.ProcessEnv): Promise<JsonObject | undefined> => {
  const relative = env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI;
  const url = relative === undefined ? env.AWS_CONTAINER_CREDENTIALS_FULL_URI : `http://169.254.170.2${relative}`;
  if (url === undefined) return undefined;
  const file = env.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE;
  const { readFile } = await import("node:fs/promises");
  const token = file === undefined ? env.AWS_CONTAINER_AUTHORIZATION_TOKEN : (await readFile(file, "utf8")).trim();
  return parse(await ask(url, token === undefined ? {} : { headers: { authorization: token } }));
};

/** What a virtual machine hands out to the role it has. */
const askInstance = async (env: NodeJS.ProcessEnv): Promise<JsonObject | undefined> => {
  if (env.AWS_EC2_METADATA_DISABLED?.toLowerCase() === "true") return undefined;
  const root = `${(env.AWS_EC2_METADATA_SERVICE_ENDPOINT ?? "http://169.254.169.254").replace(/\/+$/, "")}/latest`;
  const token = await ask(`${root}/api/token`, { method: "PUT", headers: { "x-aws-ec2-metadata-token-ttl-seconds": "60" } });
  if (token === undefined) return undefined;
  const headers = { "x-aws-ec2-metadata-token": token };
  const roles = `${root}/meta-data/iam/security-credentials/`;
  const role = (await ask(roles, { headers }))?.split("\n")[0];
  return role ? parse(await ask(`${roles}${role}`, { headers })) : undefined;
};

/** Keys that the machine itself hands out: `AccessKeyId`, `SecretAccessKey` and `Token`. Undefined outside of a cloud. */
export const readMachineKeys = async (env: NodeJS.ProcessEnv): Promise<JsonObject | undefined> =>
  (await askContainer(env)) ?? (await askInstance(env));
