import type { Reporter, TestModule } from "vitest/node";
import { appendCounts, type Counts, printCounts, sumCounts } from "./counts.ts";

/** A file that failed to load ran no test, yet must not look like a pass. */
const countModule = (module: TestModule): Counts => {
  const tests = [...module.children.allTests()];
  const states = tests.map((test) => test.result().state);
  const failed = states.filter((state) => state === "failed").length;
  const passed = states.filter((state) => state === "passed").length;
  const broken = failed === 0 && module.state() === "failed" ? 1 : 0;
  return { passed, failed: failed + broken, skipped: states.length - passed - failed };
};

/** Ends a CI run with its counts: in the file that `.ci/run` adds up when it names one, else as the last line. */
export const countsReporter = (countsFile: string | undefined): Reporter => ({
  onTestRunEnd(modules, errors) {
    const counts = sumCounts([...modules.map(countModule), { passed: 0, failed: errors.length, skipped: 0 }]);
    if (countsFile === undefined) process.stdout.write(`${printCounts(counts)}\n`);
    else appendCounts(countsFile, counts);
  },
});
