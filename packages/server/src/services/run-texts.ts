import type { Service } from "./service.ts";

/** Runs taken in together: enough that the index is written to seldom, few enough to keep no transition waiting. */
const together = 250;

/** Takes the names and tags of new and changed runs into the index that lists search, where writers only note them. */
export const runTexts: Service = {
  name: "run-texts",
  doc: "Takes the names and tags of new flow runs into the index that lists are searched by.",
  // What waits is looked through by every search.
  sweepSeconds: 5,
  async runOnce({ read, transact }) {
    const { takeIn, isBehind } = read.dialect.runTexts;
    if (!(await isBehind(read))) return { more: false };
    return { more: (await transact((tx) => takeIn(tx, together))) === together };
  },
};
