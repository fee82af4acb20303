/** Source of randomness for ids: fills the array. Injected so that a seeded simulation can repeat itself. */
export type RandomBytes = (into: Uint8Array<ArrayBuffer>) => void;

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * Makes UUIDv7 ids that sort by the time they were made, also within a millisecond: the 12 bits after the time count up
 * (RFC 9562 §6.2, method 1), so that newest-first by id is newest-first by creation.
 */
export const createIds = (nowMillis: () => number, random: RandomBytes): (() => string) => {
  const pool = new Uint8Array(4096);
  let used = pool.length;
  let lastMillis = 0;
  let count = 0;
  return () => {
    const millis = Math.max(Math.floor(nowMillis()), lastMillis);
    if (used + 9 > pool.length) {
      random(pool);
      used = 0;
    }
    if (millis > lastMillis) {
      lastMillis = millis;
      count = (pool[used] ?? 0) & 0x7f;
    } else if (++count > 0xfff) {
      lastMillis = millis + 1;
      count = 0;
    }
    const time = lastMillis.toString(16).padStart(12, "0");
    const byte = (index: number): string => hex[pool[used + index] ?? 0] ?? "00";
    const variant = hex[((pool[used + 1] ?? 0) & 0x3f) | 0x80] ?? "80";
    const id = `${time.slice(0, 8)}-${time.slice(8)}-7${count.toString(16).padStart(3, "0")}-${variant}${byte(2)}-${byte(3)}${byte(4)}${byte(5)}${byte(6)}${byte(7)}${byte(8)}`;
    used += 9;
    return id;
  };
};

/** The id before every one that is made from a moment on; in milliseconds since 1970. */
export const firstIdFrom = (millis: number): string => {
  const time = Math.max(0, Math.floor(millis)).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
};
