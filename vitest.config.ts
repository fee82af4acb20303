import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { routeTable } from "./apps/ui/route-table.ts";
import { countsReporter } from "./tools/test-report/reporter.ts";

const project = (root: string) => ({
  extends: true as const,
  test: { name: root.replace("packages/", ""), root, include: ["**/*.test.ts"] },
});

/** Python processes take seconds to start, and the two servers start once for all tests. */
const interop = {
  extends: true as const,
  test: {
    ...project("interop").test,
    globalSetup: [fileURLToPath(new URL("./interop/harness/global-setup.ts", import.meta.url))],
    testTimeout: 240_000,
    hookTimeout: 150_000,
  },
};

/** Components are rendered into a document that no browser draws. */
const ui = {
  extends: true as const,
  plugins: [routeTable()],
  test: {
    name: "ui",
    root: "apps/ui/src",
    include: ["**/*.test.ts", "**/*.test.tsx"],
    environment: "happy-dom",
    setupFiles: [fileURLToPath(new URL("./apps/ui/src/fixtures/clean-up.ts", import.meta.url))],
  },
};

/** The built pages in a real browser, against real servers. */
const journeys = {
  extends: true as const,
  test: {
    ...project("apps/ui/journeys").test,
    name: "journeys",
    globalSetup: [fileURLToPath(new URL("./apps/ui/journeys/harness/global-setup.ts", import.meta.url))],
    testTimeout: 60_000,
  },
};

const folders = [
  "packages/contract",
  "packages/settings",
  "packages/client",
  "packages/server",
  "packages/sdk",
  "packages/worker",
  "packages/cli",
  "packages/testing",
  "tools",
  "examples",
];

const isCi = process.env.CI === "true";

export default defineConfig({
  test: {
    environment: "node",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // How long what is waited for may take on a busy machine; nothing waits any longer than it has to.
    expect: { poll: { timeout: 10_000 } },
    reporters: isCi ? ["default", countsReporter(process.env.MILLRACE_TEST_COUNTS)] : ["default"],
    projects: [...folders.filter((folder) => existsSync(folder)).map(project), ui, journeys, interop],
  },
});
