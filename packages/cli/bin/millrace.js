#!/usr/bin/env node
import { existsSync } from "node:fs";
import module from "node:module";

module.enableCompileCache();
if (Number(process.versions.node.split(".")[0]) < 24) {
  process.stderr.write(`Millrace needs Node 24 or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org.\n`);
  process.exitCode = 1;
} else {
  // The published package has the build; a clone of the repository has the sources.
  const built = new URL("../dist/main.js", import.meta.url);
  await import(existsSync(built) ? built.href : "../src/main.ts");
}
