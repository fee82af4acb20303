import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const hash = /-[\w-]{8}(?=\.(js|css)$)/;
const newHash = "-upgraded";

/** A copy of a build as the next version's would be: the same pages, every file of another name. */
export const upgradePages = async (folder: string): Promise<string> => {
  const upgraded = await mkdtemp(join(tmpdir(), "pages-upgraded-"));
  await cp(folder, upgraded, { recursive: true });
  const files = (await readdir(upgraded, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const names = files.map(({ name }) => name).filter((name) => hash.test(name));
  const renamed = new Map(names.map((name, index) => [name, name.replace(hash, `${newHash}${index}`)]));
  for (const { name, parentPath } of files) {
    const path = join(parentPath, name);
    if (/\.(br|gz)$/.test(name)) await rm(path);
    else if (/\.(js|css|html|json)$/.test(name)) {
      const text = await readFile(path, "utf8");
      await writeFile(
        path,
        text.replace(/[\w.-]+\.(js|css)\b/g, (found) => renamed.get(found) ?? found),
      );
      await rename(path, join(parentPath, renamed.get(name) ?? name));
    }
  }
  return upgraded;
};
