import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { countsReporter } from "./tools/test-report/reporter.ts";

const project = (root: string) => ({
  extends: true as const,
  test: { name: root.replace("packages/", ""), root, include: ["**/*.test.ts"] },
});

const folders = [
  "packages/contract",
  "packages/settings",
  "packages/client",
  "packages/server",
  "packages/sdk",
  "packages/cli",
  "packages/testing",
  "tools",
  "examples",
  "interop",
];

const isCi = process.env.CI === "true";

export default defineConfig({
  test: {
    environment: "node",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: isCi ? ["default", countsReporter(process.env.MILLRACE_TEST_COUNTS)] : ["default"],
    projects: folders.filter((folder) => existsSync(folder)).map(project),
  },
});
