import type { Plugin } from "rolldown";

/** Where files find each other by their own place, and what that place is in the build, whose files all lie in one folder. */
const places: readonly { readonly file: string; readonly source: string; readonly built: string }[] = [
  { file: "server/src/db/heavy-reads.ts", source: '"./sqlite-reader.ts"', built: '"./sqlite-reader.js"' },
  { file: "sdk/src/session/stand-in.ts", source: '"./stand-in-thread.ts"', built: '"./stand-in-thread.js"' },
  { file: "server/src/http/ui-files.ts", source: '"../../../../.cache/ui/"', built: '"../ui/"' },
  {
    file: "sdk/src/supervision/engine-command.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the text of a template.
    source: '`../engine/main.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`',
    built: '"./run-flow.js"',
  },
];

/** Uses of their own place that hold in the build: the manifest one folder up, the program beside it, a package, the caller's own file. */
const unmoved = [
  "cli/src/version.ts",
  "cli/src/own-program.ts",
  "cli/src/shell-flow.ts",
  "server/src/http/serve-docs.ts",
  "settings/src/toml.ts",
  "sdk/src/definitions/caller-file.ts",
  "sdk/src/engine/wait-for-run.ts",
  "sdk/src/flow.ts",
];

/** Corrects those places. Fails when one has moved in the sources, or when there is one it does not know. */
export const movePlaces = (): Plugin => {
  const met = new Set<string>();
  return {
    name: "move-places",
    transform(code, id) {
      const file = /\/packages\/(.+)$/.exec(id)?.[1];
      if (file === undefined || !code.includes("import.meta")) return undefined;
      const place = places.find((each) => each.file === file);
      if (place === undefined) {
        if (unmoved.includes(file)) return undefined;
        throw new Error(`${file} uses import.meta; say in tools/build/places.ts what that is in the build.`);
      }
      if (!code.includes(place.source)) throw new Error(`${file} has no ${place.source} any more; see tools/build/places.ts.`);
      met.add(file);
      return code.replace(place.source, place.built);
    },
    buildEnd() {
      const unmet = places.filter(({ file }) => !met.has(file));
      if (unmet.length > 0) throw new Error(`Not in the build: ${unmet.map(({ file }) => file).join(", ")}; see tools/build/places.ts.`);
    },
  };
};
