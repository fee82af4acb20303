import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build, type Plugin } from "rolldown";
import { dts } from "rolldown-plugin-dts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const compiled = `${root}.cache/types`;

/** Our packages find each other's declarations where the compiler has put them, rather than by their names. */
const ownPackages: Plugin = {
  name: "own-packages",
  resolveId: {
    order: "pre",
    handler(id) {
      const [, name, entry = "index"] = /^@millrace\/([^/]+)(?:\/(.+))?$/.exec(id) ?? [];
      return name === undefined ? undefined : `${compiled}/${name}/${entry}.d.ts`;
    },
  },
};

/** Writes the types of the package's entries into a folder, with everything of ours that they speak of and its comments. */
export const buildDeclarations = async (entries: readonly string[], dir: string): Promise<void> => {
  await promisify(execFile)(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "--build", "packages/cli"], { cwd: root });
  await build({
    input: Object.fromEntries(entries.map((name) => [name, `${compiled}/cli/${name}.d.ts`])),
    plugins: [ownPackages, dts({ dtsInput: true, generator: "oxc", tsconfig: false })],
    checks: { pluginTimings: false },
    output: { dir, format: "esm", chunkFileNames: "[name].js" },
  });
};
