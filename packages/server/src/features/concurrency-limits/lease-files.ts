import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Instant, parseMicros } from "@millrace/contract";
import type { Queries } from "../../db/connection.ts";

/** A lease as a file tells it to programs that look for leases there (server.md §7.4). */
export interface LeaseFile {
  readonly id: string;
  readonly resource_ids: readonly string[];
  readonly metadata: { readonly slots: number; readonly holder?: { readonly type: string; readonly id: string } };
  readonly expiration: string;
  readonly created_at: string;
}

/** Python's older versions read no `Z`. */
const withOffset = (instant: Instant): string => `${instant.slice(0, -1)}+00:00`;

/** Every lease there is, as its file should tell it. */
export const listLeaseFiles = async (db: Queries): Promise<LeaseFile[]> => {
  const leases = await db.selectFrom("concurrency_lease").selectAll().orderBy("created").orderBy("id").execute();
  const links = await db.selectFrom("concurrency_lease_limit").select(["lease_id", "limit_id"]).execute();
  const limits = Map.groupBy(links, (link) => link.lease_id);
  return leases.map(({ id, slots, holder_type: type, holder_id, expiration, created }) => ({
    id,
    resource_ids: (limits.get(id) ?? []).map((link) => link.limit_id),
    metadata: { slots, ...(type !== null && holder_id !== null && { holder: { type, id: holder_id } }) },
    expiration: withOffset(expiration),
    created_at: withOffset(created),
  }));
};

const ending = ".json";
/** When each lease runs out, in one file. */
const indexName = `expirations${ending}`;

/** Readers see the old content or the new one, and nothing between. */
const replaceFile = async (directory: string, name: string, content: unknown): Promise<void> => {
  const draft = join(directory, `.${name}.tmp`);
  await writeFile(draft, JSON.stringify(content));
  await rename(draft, join(directory, name));
};

/** The ids of the leases that have a file. Makes the directory where there is none. */
export const listWritten = async (directory: string): Promise<string[]> => {
  await mkdir(directory, { recursive: true });
  const names = (await readdir(directory)).filter((name) => /^[0-9a-f-]{36}\.json$/.test(name));
  return names.map((name) => name.slice(0, -ending.length));
};

export const writeLease = (directory: string, lease: LeaseFile): Promise<void> => replaceFile(directory, `${lease.id}${ending}`, lease);

export const removeLease = (directory: string, id: string): Promise<void> => rm(join(directory, `${id}${ending}`), { force: true });

export const writeIndex = (directory: string, leases: readonly LeaseFile[]): Promise<void> =>
  replaceFile(directory, indexName, Object.fromEntries(leases.map((lease) => [lease.id, lease.expiration])));

/** Whether a file that said something else when it was written now says that its lease has run out. */
export const isEndedByFile = async (directory: string, written: LeaseFile, nowMicros: number): Promise<boolean> => {
  const text = await readFile(join(directory, `${written.id}${ending}`), "utf8").catch(() => "");
  const found = /"expiration": ?"([^"]*)"/.exec(text)?.[1] ?? "";
  return found !== written.expiration && (parseMicros(found) ?? Number.POSITIVE_INFINITY) <= nowMicros;
};
