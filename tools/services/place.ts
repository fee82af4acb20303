import { chown, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Place } from "./service.ts";

const account = "postgres";

const findAccount = async (name: string): Promise<{ uid: number; gid: number } | undefined> => {
  const line = (await readFile("/etc/passwd", "utf8")).split("\n").find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
};

/** A private folder, owned by the account that databases run as when we are root and there is one. */
export const openPlace = async (): Promise<Place> => {
  const folder = await mkdtemp(join(tmpdir(), "millrace-services-"));
  const owner = process.getuid?.() === 0 ? await findAccount(account) : undefined;
  if (owner === undefined) return { folder, account: undefined };
  await chown(folder, owner.uid, owner.gid);
  return { folder, account };
};

export const closePlace = ({ folder }: Place): Promise<void> => rm(folder, { recursive: true, force: true });
