import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { routeTable } from "./route-table.ts";

/**
 * Left alone, each set of pages that share a module gets a file of its own: a list took seventy of most of a kilobyte, and waited for
 * the asking, not for the bytes. What many pages use is one file; so is what is small enough for nobody to mind having it.
 */
const chunks = [
  { name: "first", tags: ["$initial" as const], priority: 3 },
  { name: "shared", minShareCount: 20, priority: 2 },
  { name: "small", minShareCount: 3, maxModuleSize: 1_200, priority: 1 },
];

/** Addresses inside the build are relative: the server puts the base path into `<base href>`, and nothing else knows it. */
export default defineConfig({
  root: fileURLToPath(new URL("./", import.meta.url)),
  base: "./",
  plugins: [react(), routeTable()],
  worker: { format: "es" },
  build: {
    outDir: fileURLToPath(new URL("../../.cache/ui", import.meta.url)),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2023",
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    chunkSizeWarningLimit: 800,
    // Nothing is put into the page as a data address, which the content policy would refuse.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: chunks } } },
    reportCompressedSize: false,
  },
});
