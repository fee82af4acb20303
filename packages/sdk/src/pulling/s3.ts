/** Code in a bucket that speaks S3: pushed there by a deploy, fetched from there by a run (workers.md §16). */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Json, JsonObject } from "@millrace/contract";
import { whereWeAre } from "@millrace/settings";
import { LoadError } from "../loading/load-error.ts";
import type { Bucket } from "../s3/bucket.ts";
import { isObject } from "../templating/placeholders.ts";
import { findText, getText, type Step, type StepContext } from "./step.ts";

const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
const textOf = (value: Json | undefined): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

interface Place {
  readonly bucket: string;
  /** Fields of a block with credentials. */
  readonly credentials: JsonObject;
  /** What clients of AWS are told besides, such as `endpoint_url`. */
  readonly parameters: JsonObject;
}

/** The library is loaded by those who have a bucket alone. */
const open = async ({ bucket, credentials, parameters }: Place, env: NodeJS.ProcessEnv): Promise<Bucket> => {
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

const placeOf = ({ inputs }: StepContext): Place => ({
  bucket: getText(inputs, "bucket"),
  credentials: objectOf(inputs.credentials),
  parameters: objectOf(inputs.client_parameters),
});

/** Folders of buckets have no slash at their ends, however they were written. */
const trim = (folder: string): string => folder.replace(/^\/+|\/+$/g, "");

const fetchFolder = async (place: Place, { folder, directory, env, log }: Fetching): Promise<void> => {
  const bucket = await open(place, env);
  const { downloadFolder } = await import("../s3/folder.ts");
  const count = await downloadFolder(bucket, trim(folder), directory);
  log(`Fetched ${count} ${count === 1 ? "file" : "files"} from s3://${place.bucket}/${trim(folder)}`);
};

interface Fetching extends Pick<StepContext, "env" | "log"> {
  readonly folder: string;
  readonly directory: string;
}

/** Copies the directory into a folder of a bucket, but for what `.prefectignore` names. */
export const pushToS3: Step = async (context) => {
  const { inputs, cwd, env, log } = context;
  const place = placeOf(context);
  const folder = getText(inputs, "folder");
  const ignoreFile = findText(inputs, "ignore_file") ?? ".prefectignore";
  const bucket = await open(place, env);
  const { uploadFolder } = await import("../s3/folder.ts");
  const count = await uploadFolder(bucket, { directory: cwd, folder: trim(folder), ignoreFile });
  log(`Pushed ${count} ${count === 1 ? "file" : "files"} to s3://${place.bucket}/${trim(folder)}`);
  return { bucket: place.bucket, folder };
};

/** Copies a folder of a bucket into the directory. */
export const pullFromS3: Step = async (context) => {
  const { inputs, cwd, env, log } = context;
  const place = placeOf(context);
  const folder = getText(inputs, "folder");
  await fetchFolder(place, { folder, directory: cwd, env, log });
  return { bucket: place.bucket, folder, directory: cwd };
};

/** What a directory of its own is called, by where its content is from. */
const nameOf = (place: string): string => place.replace(/[^\w.-]+/g, "-").replace(/^[-.]+|-+$/g, "");

/** An address such as `s3://bucket/folder`, with settings as Python's file systems take them. */
const pullFromAddress = async (address: string, settings: JsonObject, { cwd, env, log }: StepContext): Promise<JsonObject> => {
  const [, scheme = "", bucket = "", folder = ""] = /^(\w+):\/\/([^/]+)(.*)$/.exec(address) ?? [];
  if (!/^s3a?$/.test(scheme)) {
    throw new LoadError(`The address ${address} is not one that code is fetched from. Addresses such as s3://bucket/folder are.`);
  }
  const parameters = { endpoint_url: settings.endpoint_url ?? null, ...objectOf(settings.client_kwargs) };
  const credentials = { aws_access_key_id: settings.key ?? null, aws_secret_access_key: settings.secret ?? null };
  const place = { bucket, credentials: { ...credentials, aws_session_token: settings.token ?? null }, parameters };
  const directory = join(cwd, nameOf(address));
  await mkdir(directory, { recursive: true });
  await fetchFolder(place, { folder, directory, env, log });
  return { directory };
};

export const pullFromRemoteStorage: Step = (context) => {
  const { url: _, ...settings } = context.inputs;
  return pullFromAddress(getText(context.inputs, "url"), settings, context);
};

/** Fetches code from where a block says: an S3 bucket, or a remote file system with such an address. */
export const pullWithBlock: Step = async (context) => {
  const { inputs, cwd, env, log, readBlock } = context;
  const [slug, name] = [getText(inputs, "block_type_slug"), getText(inputs, "block_document_name")];
  const block = await readBlock(slug, name);
  if (slug === "remote-file-system") return pullFromAddress(getText(block, "basepath"), objectOf(block.settings), context);
  if (slug !== "s3-bucket") {
    throw new LoadError(`Code is not fetched from blocks of the type "${slug}". Those of s3-bucket and remote-file-system are known.`);
  }
  const directory = join(cwd, nameOf(`${slug}-${name}`));
  await mkdir(directory, { recursive: true });
  const place = { bucket: getText(block, "bucket_name"), credentials: objectOf(block.credentials), parameters: {} };
  await fetchFolder(place, { folder: findText(block, "bucket_folder") ?? "", directory, env, log });
  return { directory };
};
