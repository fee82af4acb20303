/** Code in a store: copied there by a deploy, copied from there by a run. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { JsonObject } from "@millrace/contract";
import type { Store } from "../stores/store.ts";
import { findText, type StepContext } from "./step.ts";

export interface StoredFolder {
  readonly store: Store;
  /** Its address for people, without the folder: `s3://bucket`. */
  readonly address: string;
  readonly folder: string;
}

/** Where an address such as `s3://bucket/folder` leads, with settings as Python's file systems take them. */
export interface Address {
  readonly bucket: string;
  readonly folder: string;
  readonly settings: JsonObject;
}

/** Folders of stores have no slash at their ends, however they were written. */
const trim = (folder: string): string => folder.replace(/^\/+|\/+$/g, "");

const say = (count: number): string => `${count} ${count === 1 ? "file" : "files"}`;

/** Copies the directory into the folder, but for what `.prefectignore` names. */
export const pushCode = async ({ inputs, cwd, log }: StepContext, { store, address, folder }: StoredFolder): Promise<void> => {
  const ignoreFile = findText(inputs, "ignore_file") ?? ".prefectignore";
  const { uploadFolder } = await import("../stores/folder.ts");
  const count = await uploadFolder(store, { directory: cwd, folder: trim(folder), ignoreFile });
  log(`Pushed ${say(count)} to ${address}/${trim(folder)}`);
};

/** Copies the folder into a directory. */
export const pullCode = async ({ log }: StepContext, { store, address, folder }: StoredFolder, directory: string): Promise<void> => {
  const { downloadFolder } = await import("../stores/folder.ts");
  await mkdir(directory, { recursive: true });
  const count = await downloadFolder(store, trim(folder), directory);
  log(`Fetched ${say(count)} from ${address}/${trim(folder)}`);
};

/** A directory of its own below the present one, called by where its content is from. */
export const directoryFor = ({ cwd }: StepContext, place: string): string =>
  join(cwd, place.replace(/[^\w.-]+/g, "-").replace(/^[-.]+|-+$/g, ""));
