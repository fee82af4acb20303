import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the system's Chromium. Throws when there is none: `tools/setup/install-services` installs it. */
export const launchBrowser = (): Promise<Browser> => {
  const executablePath = process.env.MILLRACE_TEST_CHROMIUM ?? places.find((place) => existsSync(place));
  if (executablePath === undefined) throw new Error("There is no Chromium on this machine; run tools/setup/install-services.");
  return chromium.launch({ executablePath, args: flags });
};
