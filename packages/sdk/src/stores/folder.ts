/** A directory and its copy in a store. */
import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import ignore from "ignore";
import { LoadError } from "../loading/load-error.ts";
import type { Store } from "./store.ts";

/** Files on their way at once. */
const width = 8;

const forEach = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  const left = [...items];
  const worker = async (): Promise<void> => {
    try {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
    } catch (error) {
      // Nothing more is begun after a failure.
      left.length = 0;
      throw error;
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
};

const asPrefix = (folder: string): string => (folder === "" || folder.endsWith("/") ? folder : `${folder}/`);

/** Files below a directory, as paths with slashes; links to files count, links to directories do not. */
const listFiles = async (directory: string, ignoreFile: string): Promise<readonly string[]> => {
  const rules = await readFile(join(directory, ignoreFile), "utf8").catch(() => "");
  const ignored = ignore().add(rules);
  const entries = await readdir(directory, { withFileTypes: true, recursive: true });
  const paths = entries.map((entry) => ({ entry, path: relative(directory, join(entry.parentPath, entry.name)).replaceAll(sep, "/") }));
  const wanted = paths.filter(({ entry, path }) => !entry.isDirectory() && !ignored.ignores(path));
  const kept = await Promise.all(
    wanted.map(async ({ entry, path }) => {
      const isFile = entry.isFile() || (await stat(join(directory, path)).catch(() => undefined))?.isFile() === true;
      return isFile ? [path] : [];
    }),
  );
  return kept.flat();
};

/** Copies a directory into a folder of a bucket, but for what its ignore file names. Gives the number of files. */
export const uploadFolder = async (
  store: Store,
  { directory, folder, ignoreFile }: { readonly directory: string; readonly folder: string; readonly ignoreFile: string },
): Promise<number> => {
  const files = await listFiles(directory, ignoreFile);
  await forEach(files, (file) => store.upload(`${asPrefix(folder)}${file}`, join(directory, file)));
  return files.length;
};

/** Copies a folder of a bucket into a directory, over what is there. Throws a `LoadError` when the folder is empty. */
export const downloadFolder = async (store: Store, folder: string, directory: string): Promise<number> => {
  const prefix = asPrefix(folder);
  const keys = (await store.listKeys(prefix)).filter((key) => !key.endsWith("/"));
  if (keys.length === 0)
    throw new LoadError(`There is nothing in the folder "${folder}" of the bucket. Push the code, or correct the name.`);
  const root = resolve(directory);
  await forEach(keys, async (key) => {
    const file = resolve(root, key.slice(prefix.length));
    // A key is whatever its writer chose; none may lead out of the directory.
    if (!file.startsWith(root.endsWith(sep) ? root : `${root}${sep}`))
      throw new LoadError(`The key "${key}" leads out of the directory ${root}. Remove it from the bucket.`);
    await mkdir(dirname(file), { recursive: true });
    await store.download(key, file);
  });
  return keys.length;
};
