/** Who made what is in the package besides us, and on which terms it may be passed on. */
import { readdir, readFile } from "node:fs/promises";

/** The licence of a library; the same that Vite tells of what is in the pages. */
export interface Notice {
  readonly name: string;
  readonly version: string;
  /** As SPDX has it, such as MIT. */
  readonly identifier?: string;
  /** The licence as it came with the library. */
  readonly text?: string;
}

const libraryFolder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/;

const readNotice = async (folder: string): Promise<Notice> => {
  const { name, version, license }: { name: string; version: string; license: string } = JSON.parse(
    await readFile(`${folder}/package.json`, "utf8"),
  );
  const file = (await readdir(folder)).find((each) => /^(licen[cs]e|copying)/i.test(each));
  return {
    name,
    version,
    identifier: license,
    ...(file === undefined ? {} : { text: (await readFile(`${folder}/${file}`, "utf8")).trim() }),
  };
};

/** The licences of the libraries that these modules are of. */
export const readNotices = (modules: readonly string[]): Promise<readonly Notice[]> => {
  const folders = new Set(modules.flatMap((file) => libraryFolder.exec(file)?.[0] ?? []));
  return Promise.all([...folders].map(readNotice));
};

const printNotice = ({ name, version, identifier, text }: Notice): string =>
  [`${name} ${version} (${identifier ?? "no licence named"})`, ...(text === undefined ? [] : ["", text])].join("\n");

/** All of them as one text, each library once. Throws when nobody knows on which terms one may be passed on. */
export const printNotices = (notices: readonly Notice[]): string => {
  const unknown = notices.find(({ identifier, text }) => identifier === undefined && text === undefined);
  if (unknown !== undefined) throw new Error(`${unknown.name} names no licence, so it cannot be part of the package.`);
  const texts = new Map(notices.map((notice) => [`${notice.name} ${notice.version}`, printNotice(notice)]));
  const sorted = [...texts].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, text]) => text);
  const line = `\n\n${"-".repeat(80)}\n\n`;
  return ["Millrace contains these libraries, under the licences that follow.", ...sorted].join(line).concat("\n");
};
