#!/usr/bin/env node
import { existsSync } from "node:fs";
import module from "node:module";

/** Node keeps a server's garbage until there is much of it. This lets it tidy up sooner; see also commands/server/start-here.ts. */
const serverOptions = ["--max-semi-space-size=8"];

/** Begins anew in the same process with the option above, which Node reads only when it starts. */
const beginServer = () => {
  const [program, ...args] = process.argv;
  process.execve?.(program, [program, ...process.execArgv, ...serverOptions, ...args]);
};

// biome-ignore lint/style/noProcessEnv: whoever gave Node an option of their own keeps it.
const isTuned = [...process.execArgv, process.env.NODE_OPTIONS ?? ""].some((option) => option.includes("--max-semi-space-size"));
const startsServer = process.argv[2] === "server" && process.argv[3] === "start";
// Whoever listens for our messages would lose the channel.
if (startsServer && !isTuned && process.send === undefined && process.platform !== "win32") beginServer();

// Absent in a Node that is too old, which is to be told so below.
module.enableCompileCache?.();
if (Number(process.versions.node.split(".")[0]) < 24) {
  process.stderr.write(`Millrace needs Node 24 or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org.\n`);
  process.exitCode = 1;
} else {
  // The published package has the build; a clone of the repository has the sources.
  const built = new URL("../dist/main.js", import.meta.url);
  await import(existsSync(built) ? built.href : "../src/main.ts");
}
