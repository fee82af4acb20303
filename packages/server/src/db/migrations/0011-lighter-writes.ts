import type { Migration } from "../migrate.ts";

/** What transitions need not pay for. */
export const lighterWrites: Migration = {
  name: "0011-lighter-writes",
  statements: ({ lightenWrites }) => lightenWrites,
};
