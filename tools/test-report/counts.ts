import { appendFileSync, existsSync, readFileSync } from "node:fs";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const none: Counts = { passed: 0, failed: 0, skipped: 0 };

/** The one line a CI reader looks for, exactly in this form. */
export const printCounts = ({ passed, failed, skipped }: Counts): string => `${passed} passed, ${failed} failed, ${skipped} skipped`;

export const sumCounts = (all: readonly Counts[]): Counts =>
  all.reduce(
    (sum, one) => ({ passed: sum.passed + one.passed, failed: sum.failed + one.failed, skipped: sum.skipped + one.skipped }),
    none,
  );

/** Adds one test run's counts to a file that several runs share, so that a gate of several suites can print one total. */
export const appendCounts = (file: string, counts: Counts): void => appendFileSync(file, `${JSON.stringify(counts)}\n`);

/** The counts of every run the file holds; none when no run has finished. */
export const listCounts = (file: string): Counts[] =>
  existsSync(file)
    ? readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line): Counts => ({ ...none, ...JSON.parse(line) }))
    : [];
