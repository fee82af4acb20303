import type { Json } from "@millrace/contract";

const maxCharacters = 16 * 1024;
/** Keys a server or a Python reader would take for something else than a value (sdk.md §9). */
const specialKeys = new Set(["storage_key", "artifact_key", "artifact_type", "artifact_description"]);

/** Characters left after counting a value as JSON; negative when it is too long or is not plain JSON. */
const countDown = (value: unknown, left: number): number => {
  if (left < 0) return left;
  if (value === null || typeof value === "boolean") return left - 5;
  if (typeof value === "number") return Number.isFinite(value) ? left - 8 : -1;
  if (typeof value === "string") return left - value.length - 2;
  if (typeof value !== "object") return -1;
  if (Array.isArray(value)) return value.reduce<number>((rest, inner) => (rest < 0 ? rest : countDown(inner, rest - 1)), left - 2);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return -1;
  let rest = left - 2;
  for (const [key, inner] of Object.entries(value)) {
    if (rest < 0) return rest;
    rest = countDown(inner, rest - key.length - 4);
  }
  return rest;
};

/** Whether a value is nothing but JSON, and no longer than so many characters of it. */
export const isPlainJson = (value: unknown, maxLength: number): boolean => countDown(value, maxLength) >= 0;

/**
 * A result small and plain enough to travel in a state's data: up to 16 KiB of JSON that no reader misunderstands. Null otherwise,
 * and then the value is known to this process alone.
 */
export const inlineData = (value: unknown): Json => {
  if (value === undefined || value === null) return null;
  if (!isPlainJson(value, maxCharacters)) return null;
  if (typeof value === "object" && !Array.isArray(value)) {
    if (Object.keys(value).some((key) => specialKeys.has(key)) || ("type" in value && value.type === "unpersisted")) return null;
  }
  return value as Json;
};

/** What a completed run says of a result that only its own process has, so that whoever awaits it elsewhere is told. */
export const unkeptResult = "The result was not kept: it is longer than 16 KiB or holds more than plain JSON.";

/** A completion with its result, as far as that can travel. */
export const completion = (value: unknown): { type: "COMPLETED"; data: Json; message?: string } => {
  const data = inlineData(value);
  const isLost = data === null && value !== null && value !== undefined;
  return { type: "COMPLETED", data, ...(isLost ? { message: unkeptResult } : {}) };
};
