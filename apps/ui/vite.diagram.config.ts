import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/**
 * The page in which diagrams are drawn, built apart: what draws them is large, and shares nothing with the pages. They show it in a
 * frame, since it writes styles of its own, which their content policy refuses.
 */
export default defineConfig({
  root: fileURLToPath(new URL("./", import.meta.url)),
  base: "./",
  publicDir: false,
  build: {
    outDir: fileURLToPath(new URL("../../.cache/ui", import.meta.url)),
    emptyOutDir: false,
    target: "es2023",
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    chunkSizeWarningLimit: 1500,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: fileURLToPath(new URL("./diagram.html", import.meta.url)) },
    reportCompressedSize: false,
  },
});
