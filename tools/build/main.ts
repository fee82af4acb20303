/** Builds the package that is published, whole, into a folder: node tools/build/main.ts [folder]. */
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";
import { buildDeclarations } from "./declarations.ts";
import { lazyBuiltins } from "./lazy-builtins.ts";
import { type Notice, printNotices, readNotices } from "./notices.ts";
import { buildPages, isServed } from "./pages.ts";
import { movePlaces } from "./places.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = process.argv[2] ?? `${root}.cache/package`;

/** Parts of libraries that they only use when they happen to be installed. */
const optional = ["pg-native", "pg-cloudflare", "bufferutil", "utf-8-validate"];
/** Loaded by the few who need it. */
const separate = ["smol-toml"];
/** What flows import. */
const entries = ["index", "worker"];

const bundle = () =>
  build({
    input: {
      main: `${root}packages/cli/src/main.ts`,
      ...Object.fromEntries(entries.map((name) => [name, `${root}packages/cli/src/${name}.ts`])),
      "sqlite-reader": `${root}packages/server/src/db/sqlite-reader.ts`,
      "run-flow": `${root}packages/sdk/src/engine/main.ts`,
      "stand-in-thread": `${root}packages/sdk/src/session/stand-in-thread.ts`,
      "shell-flow": `${root}packages/cli/src/shell-flow.ts`,
    },
    platform: "node",
    external: [...optional, ...separate],
    plugins: [movePlaces(), lazyBuiltins()],
    output: {
      dir: `${folder}/dist`,
      format: "esm",
      entryFileNames: "[name].js",
      chunkFileNames: "[name]-[hash].js",
      // Names and lines stay, so that a stack trace can be read: Node prints the line that threw, and one line would be a whole file.
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
    },
  });

interface Manifest {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

const readManifest = async (name: string): Promise<Manifest> =>
  JSON.parse(await readFile(`${root}packages/${name}/package.json`, "utf8")) as Manifest;

/** The manifest as the registry gets it: our packages and the libraries are in the build, but for the separate ones. */
const manifest = async () => {
  const { version, bin, engines } = await readManifest("cli");
  const { dependencies } = await readManifest("settings");
  return {
    name: "millrace",
    version,
    description: "A self-hosted workflow orchestrator in TypeScript that speaks the Prefect 3 protocol.",
    license: "Apache-2.0",
    type: "module",
    bin,
    exports: {
      ...Object.fromEntries(
        entries.map((name) => [name === "index" ? "." : `./${name}`, { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` }]),
      ),
      "./package.json": "./package.json",
    },
    engines,
    dependencies: Object.fromEntries(separate.map((name) => [name, dependencies[name]])),
  };
};

await buildPages({ inAnyCase: false });
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const { output } = await bundle();
await buildDeclarations(entries, `${folder}/dist`);
await writeFile(`${folder}/package.json`, `${JSON.stringify(await manifest(), null, 2)}\n`);
await cp(`${root}packages/server/src/http/docs-page.html`, `${folder}/dist/docs-page.html`);
await cp(`${root}.cache/ui`, `${folder}/ui`, { recursive: true, filter: (file) => isServed(file) });
await cp(`${root}packages/cli/bin`, `${folder}/bin`, { recursive: true });
await Promise.all(["LICENSE", "README.md"].map((file) => cp(root + file, `${folder}/${file}`)));
const modules = output.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
const pageNotices = JSON.parse(await readFile(`${root}.cache/ui/licenses.json`, "utf8")) as readonly Notice[];
await writeFile(`${folder}/THIRD-PARTY-NOTICES.txt`, printNotices([...(await readNotices(modules)), ...pageNotices]));
const bytes = output.reduce((sum, file) => sum + (file.type === "chunk" ? file.code.length : file.source.length), 0);
const pages = await readdir(`${folder}/ui`, { recursive: true, withFileTypes: true });
const sizes = await Promise.all(
  pages.filter((page) => page.isFile()).map(async (page) => (await stat(join(page.parentPath, page.name))).size),
);
const pageBytes = sizes.reduce((sum, size) => sum + size, 0);
console.log(
  `${output.length} files, ${Math.round(bytes / 1024)} KB; ${sizes.length} of pages, ${Math.round(pageBytes / 1024)} KB; in ${folder}`,
);
