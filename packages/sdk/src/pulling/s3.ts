/** Code in a bucket that speaks S3 (workers.md §16). */
import type { JsonObject } from "@millrace/contract";
import { whereWeAre } from "@millrace/settings";
import { LoadError } from "../loading/load-error.ts";
import type { Store } from "../stores/store.ts";
import { objectOf, textOf } from "../templating/placeholders.ts";
import { type Address, pullCode, pushCode, type StoredFolder } from "./copy-code.ts";
import { findText, getText, type Step, type StepContext } from "./step.ts";

interface Place {
  readonly bucket: string;
  /** Fields of a block with credentials. */
  readonly credentials: JsonObject;
  /** What clients of AWS are told besides, such as `endpoint_url`. */
  readonly parameters: JsonObject;
}

/** The library is loaded by those who have a bucket alone. */
const open = async ({ bucket, credentials, parameters }: Place, env: NodeJS.ProcessEnv): Promise<Store> => {
  const given = { ...objectOf(credentials.aws_client_parameters), ...parameters };
  if (given.verify === false)
    throw new LoadError('"verify" is false, but certificates are always checked. Name the store\'s own in NODE_EXTRA_CA_CERTS.');
  const [{ findAccess }, { openBucket }] = await Promise.all([import("../s3/credentials.ts"), import("../s3/bucket.ts")]);
  const access = await findAccess({ credentials, env, home: whereWeAre().home });
  return openBucket(bucket, {
    ...access,
    region: textOf(given.region_name) ?? access.region,
    endpoint: textOf(given.endpoint_url) ?? access.endpoint,
  });
};

const stored = async (place: Place, folder: string, env: NodeJS.ProcessEnv): Promise<StoredFolder> => ({
  store: await open(place, env),
  address: `s3://${place.bucket}`,
  folder,
});

const folderOf = ({ inputs, env }: StepContext): Promise<StoredFolder> => {
  const place = {
    bucket: getText(inputs, "bucket"),
    credentials: objectOf(inputs.credentials),
    parameters: objectOf(inputs.client_parameters),
  };
  return stored(place, getText(inputs, "folder"), env);
};

export const pushToS3: Step = async (context) => {
  await pushCode(context, await folderOf(context));
  return { bucket: getText(context.inputs, "bucket"), folder: getText(context.inputs, "folder") };
};

export const pullFromS3: Step = async (context) => {
  await pullCode(context, await folderOf(context), context.cwd);
  return { bucket: getText(context.inputs, "bucket"), folder: getText(context.inputs, "folder"), directory: context.cwd };
};

export const s3FolderAt = ({ bucket, folder, settings }: Address, { env }: StepContext): Promise<StoredFolder> => {
  const parameters = { endpoint_url: settings.endpoint_url ?? null, ...objectOf(settings.client_kwargs) };
  const credentials = { aws_access_key_id: settings.key ?? null, aws_secret_access_key: settings.secret ?? null };
  return stored({ bucket, credentials: { ...credentials, aws_session_token: settings.token ?? null }, parameters }, folder, env);
};

/** The folder that a block of the type `s3-bucket` names. */
export const s3FolderOf = (block: JsonObject, { env }: StepContext): Promise<StoredFolder> => {
  const place = { bucket: getText(block, "bucket_name"), credentials: objectOf(block.credentials), parameters: {} };
  return stored(place, findText(block, "bucket_folder") ?? "", env);
};
