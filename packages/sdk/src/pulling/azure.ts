/** Code in a container of Azure Blob Storage (workers.md §16). */
import type { JsonObject } from "@millrace/contract";
import { objectOf } from "../templating/placeholders.ts";
import { type Address, pullCode, pushCode, type StoredFolder } from "./copy-code.ts";
import { findText, getText, type Step, type StepContext } from "./step.ts";

interface Place {
  readonly container: string;
  readonly folder: string;
  /** Fields of a block `azure-blob-storage-credentials`. */
  readonly credentials: JsonObject;
}

const stored = async ({ container, folder, credentials }: Place, { env }: StepContext): Promise<StoredFolder> => {
  const [{ findAzureAccess }, { openAzureContainer }] = await Promise.all([import("../azure/access.ts"), import("../azure/container.ts")]);
  return { store: openAzureContainer(container, await findAzureAccess(credentials, env)), address: `az://${container}`, folder };
};

const folderOf = (context: StepContext): Promise<StoredFolder> => {
  const { inputs } = context;
  const place = { container: getText(inputs, "container"), folder: getText(inputs, "folder") };
  return stored({ ...place, credentials: objectOf(inputs.credentials) }, context);
};

export const pushToAzure: Step = async (context) => {
  await pushCode(context, await folderOf(context));
  return { container: getText(context.inputs, "container"), folder: getText(context.inputs, "folder") };
};

export const pullFromAzure: Step = async (context) => {
  await pullCode(context, await folderOf(context), context.cwd);
  return { container: getText(context.inputs, "container"), folder: getText(context.inputs, "folder"), directory: context.cwd };
};

export const azureFolderAt = ({ bucket: container, folder, settings }: Address, context: StepContext): Promise<StoredFolder> => {
  const [account, key] = [findText(settings, "account_name"), findText(settings, "account_key")];
  const named = account === undefined || key === undefined ? undefined : `AccountName=${account};AccountKey=${key}`;
  const credentials = { ...settings, connection_string: findText(settings, "connection_string") ?? named ?? null };
  return stored({ container, folder, credentials }, context);
};

/** The folder that a block of the type `azure-blob-storage-container` names. */
export const azureFolderOf = (block: JsonObject, context: StepContext): Promise<StoredFolder> => {
  const place = { container: getText(block, "container_name"), folder: findText(block, "base_folder") ?? "" };
  return stored({ ...place, credentials: objectOf(block.credentials) }, context);
};
