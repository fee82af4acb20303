import type { Service } from "./service.ts";

/** Runs taken in together: enough that the index is written to seldom, few enough to keep no transition waiting. */
const together = 250;

/** Takes the names and tags of new and changed runs into the index that lists search, where writers only note them. */
export const runTexts: Service = {
  name: "run-texts",
  doc: "Takes the names and tags of new runs into the index that lists are searched by.",
  // What waits is looked through by every search.
  sweepSeconds: 5,
  async runOnce({ read, transact }) {
    let more = false;
    for (const { takeIn, isBehind } of [read.dialect.runTexts, read.dialect.taskRunTexts])
      if (await isBehind(read)) more = (await transact((tx) => takeIn(tx, together))) === together || more;
    return { more };
  },
};
