import { addSeconds } from "@millrace/contract";
import type { Context } from "../context.ts";
import {
  isEndedByFile,
  type LeaseFile,
  listLeaseFiles,
  listWritten,
  removeLease,
  writeIndex,
  writeLease,
} from "../features/concurrency-limits/lease-files.ts";
import { releaseLease } from "../features/concurrency-limits/leases.ts";
import type { ServerSettings } from "../settings.ts";
import type { Service } from "./service.ts";

/** How far the files may be behind. */
const lookSeconds = 1;

/**
 * Keeps a file for each lease beside the database, for programs that look for leases there (server.md §7.4), and ends the leases
 * whose files such a program lets run out. What the database says goes before anything else a file says.
 */
export const createLeaseFiles = ({ leaseDirectory }: ServerSettings): Service => {
  /** What the files said when they were written, by the ids of their leases; nothing is known of files from before. */
  let written: ReadonlyMap<string, LeaseFile> = new Map();
  return {
    name: "lease-files",
    doc: "Tells programs that look for files which concurrency leases there are.",
    // Waits as long between two attempts where the directory cannot be written.
    sweepSeconds: 60,
    nextDue: async (ctx) => addSeconds(ctx.clock.now(), lookSeconds),
    async runOnce(ctx) {
      const before = written;
      for (const lease of before.values()) await endWhenAsked(ctx, leaseDirectory, lease);
      const leases = await listLeaseFiles(ctx.read);
      const there = new Map(leases.map((lease) => [lease.id, lease]));
      const changed = leases.filter((lease) => before.get(lease.id)?.expiration !== lease.expiration);
      const gone = (await listWritten(leaseDirectory)).filter((id) => !there.has(id));
      for (const lease of changed) await writeLease(leaseDirectory, lease);
      for (const id of gone) await removeLease(leaseDirectory, id);
      if (changed.length + gone.length > 0) await writeIndex(leaseDirectory, leases);
      written = there;
      return { more: false };
    },
  };
};

const endWhenAsked = async (ctx: Context, directory: string, lease: LeaseFile): Promise<void> => {
  if (await isEndedByFile(directory, lease, ctx.clock.micros())) await ctx.transact((tx) => releaseLease(ctx, tx, { id: lease.id }));
};
