import type { Json } from "@millrace/contract";
import { JobError } from "../kind.ts";

const units: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** Bytes of a size such as `512m`; undefined for none. Throws a `JobError` for what is no size. */
export const bytesOf = (value: Json | undefined, field: string): number | undefined => {
  if (value === undefined || value === null) return undefined;
  const match = /^(-?\d+(?:\.\d+)?)([bkmgt])?b?$/i.exec(String(value).trim());
  if (match === null) throw new JobError(`The job's ${field} is ${JSON.stringify(value)}; it takes a size such as 512m or 2g.`);
  return Math.round(Number(match[1]) * (units[(match[2] ?? "b").toLowerCase()] ?? 1));
};
