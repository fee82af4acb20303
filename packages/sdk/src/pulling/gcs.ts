/** Code in a bucket of Google Cloud Storage (workers.md §16). */
import type { JsonObject } from "@millrace/contract";
import { whereWeAre } from "@millrace/settings";
import { isObject, objectOf } from "../templating/placeholders.ts";
import { type Address, pullCode, pushCode, type StoredFolder } from "./copy-code.ts";
import { findText, getText, type Step, type StepContext } from "./step.ts";

interface Place {
  readonly bucket: string;
  readonly folder: string;
  /** Fields of a block `gcp-credentials`. */
  readonly credentials: JsonObject;
}

const stored = async ({ bucket, folder, credentials }: Place, { env }: StepContext): Promise<StoredFolder> => {
  const [{ findGcsAccess }, { openGcsBucket }] = await Promise.all([import("../gcs/access.ts"), import("../gcs/bucket.ts")]);
  const access = await findGcsAccess({ credentials, env, home: whereWeAre().home });
  return { store: openGcsBucket(bucket, access), address: `gs://${bucket}`, folder };
};

const folderOf = (context: StepContext): Promise<StoredFolder> => {
  const { inputs } = context;
  return stored(
    { bucket: getText(inputs, "bucket"), folder: getText(inputs, "folder"), credentials: objectOf(inputs.credentials) },
    context,
  );
};

export const pushToGcs: Step = async (context) => {
  await pushCode(context, await folderOf(context));
  return { bucket: getText(context.inputs, "bucket"), folder: getText(context.inputs, "folder") };
};

export const pullFromGcs: Step = async (context) => {
  await pullCode(context, await folderOf(context), context.cwd);
  return { bucket: getText(context.inputs, "bucket"), folder: getText(context.inputs, "folder"), directory: context.cwd };
};

/** Its setting `token` is an account, or a file with one. */
export const gcsFolderAt = ({ bucket, folder, settings: { token } }: Address, context: StepContext): Promise<StoredFolder> => {
  const credentials = isObject(token) ? { service_account_info: token } : { service_account_file: token ?? null };
  return stored({ bucket, folder, credentials }, context);
};

/** The folder that a block of the type `gcs-bucket` names. */
export const gcsFolderOf = (block: JsonObject, context: StepContext): Promise<StoredFolder> => {
  const place = { bucket: getText(block, "bucket"), folder: findText(block, "bucket_folder") ?? "" };
  return stored({ ...place, credentials: objectOf(block.gcp_credentials) }, context);
};
