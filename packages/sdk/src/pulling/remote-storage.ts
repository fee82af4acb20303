/** Code where an address or a block says it is, whoever's store that is in (workers.md §16). */
import type { JsonObject } from "@millrace/contract";
import { LoadError } from "../loading/load-error.ts";
import { objectOf } from "../templating/placeholders.ts";
import { azureFolderAt, azureFolderOf } from "./azure.ts";
import { type Address, directoryFor, pullCode, type StoredFolder } from "./copy-code.ts";
import { gcsFolderAt, gcsFolderOf } from "./gcs.ts";
import { s3FolderAt, s3FolderOf } from "./s3.ts";
import { getText, type Step, type StepContext } from "./step.ts";

type FolderAt = (address: Address, context: StepContext) => Promise<StoredFolder>;

const bySchemes: Readonly<Record<string, FolderAt>> = {
  s3: s3FolderAt,
  s3a: s3FolderAt,
  gs: gcsFolderAt,
  gcs: gcsFolderAt,
  az: azureFolderAt,
  abfs: azureFolderAt,
};

const byTypes: Readonly<Record<string, (block: JsonObject, context: StepContext) => Promise<StoredFolder>>> = {
  "s3-bucket": s3FolderOf,
  "gcs-bucket": gcsFolderOf,
  "azure-blob-storage-container": azureFolderOf,
};

const pullFromAddress = async (address: string, settings: JsonObject, context: StepContext): Promise<JsonObject> => {
  const [, scheme = "", bucket = "", folder = ""] = /^(\w+):\/\/([^/]+)(.*)$/.exec(address) ?? [];
  const find = Object.hasOwn(bySchemes, scheme) ? bySchemes[scheme] : undefined;
  if (find === undefined) {
    throw new LoadError(
      `The address ${address} is not one that code is fetched from. Addresses such as s3://bucket/folder, gs://bucket/folder and az://container/folder are.`,
    );
  }
  const directory = directoryFor(context, address);
  await pullCode(context, await find({ bucket, folder, settings }, context), directory);
  return { directory };
};

export const pullFromRemoteStorage: Step = (context) => {
  const { url: _, ...settings } = context.inputs;
  return pullFromAddress(getText(context.inputs, "url"), settings, context);
};

/** Fetches code from where a block says: a bucket or container, or a remote file system with an address. */
export const pullWithBlock: Step = async (context) => {
  const { inputs, readBlock } = context;
  const [slug, name] = [getText(inputs, "block_type_slug"), getText(inputs, "block_document_name")];
  const block = await readBlock(slug, name);
  if (slug === "remote-file-system") return pullFromAddress(getText(block, "basepath"), objectOf(block.settings), context);
  const find = Object.hasOwn(byTypes, slug) ? byTypes[slug] : undefined;
  if (find === undefined) {
    const known = [...Object.keys(byTypes), "remote-file-system"].join(", ");
    throw new LoadError(`Code is not fetched from blocks of the type "${slug}". Those of the types ${known} are known.`);
  }
  const directory = directoryFor(context, `${slug}-${name}`);
  await pullCode(context, await find(block, context), directory);
  return { directory };
};
