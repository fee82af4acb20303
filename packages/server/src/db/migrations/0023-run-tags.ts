import type { Migration } from "../migrate.ts";

/** The runs of a tag in the order of their start: those of a tag that is rare, or that rests, are not looked for among all runs. */
export const runTags: Migration = {
  name: "0023-run-tags",
  statements: ({ runTags: statements }) => statements,
};
