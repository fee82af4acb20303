import { readFileSync } from "node:fs";

/** Version of this package, as installed. */
export const readVersion = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : "unknown";
};

/** Version of the protocol this speaks. */
export const apiVersion = "0.8.4";

/** Release whose files this reads and writes. */
export const protocolRelease = "3.8.3";
