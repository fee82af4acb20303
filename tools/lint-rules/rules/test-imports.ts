import { isProduction, isTest, packageOf } from "../paths.ts";
import { importRule } from "../rule.ts";

/** What ships imports nothing that only tests use. */
export const testImportRule = importRule("test-imports", isProduction, (path, { specifier, target }) => {
  if (isTest(target)) return "production code imports no test and no fixture.";
  if (specifier === "vitest" && packageOf(path) !== "testing") return "only tests import the test runner.";
  if (packageOf(target) === "testing" && packageOf(path) !== "testing") return "only tests import @millrace/testing.";
  return undefined;
});
