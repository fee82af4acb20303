/** Builds the web pages into .cache/ui when their sources have changed: node tools/build/build-ui.ts [--force]. */
import { buildPages } from "./pages.ts";

await buildPages({ inAnyCase: process.argv.includes("--force") });
