#!/usr/bin/env node
import module from "node:module";

module.enableCompileCache();
if (Number(process.versions.node.split(".")[0]) < 24) {
  process.stderr.write(`Millrace needs Node 24 or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org.\n`);
  process.exitCode = 1;
} else {
  await import("../src/main.ts");
}
