/** Fernet tokens: AES-128-CBC under an HMAC-SHA256, so that a database moves between servers that know its key (server.md §5.10). */
import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const version = 0x80;
const headerLength = 1 + 8 + 16;
const signatureLength = 32;

/** A new key, as its text. */
export const createKey = (): string => encode(randomBytes(32));

/** The token of a text under a key. `seconds` is the unix time that it bears. */
export const encrypt = (key: string, text: string, seconds: number): string => {
  const { signing, encryption } = halvesOf(key);
  const iv = randomBytes(16);
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(Math.floor(seconds)));
  const cipher = createCipheriv("aes-128-cbc", encryption, iv);
  const signed = Buffer.concat([Buffer.of(version), time, iv, cipher.update(text, "utf8"), cipher.final()]);
  return encode(Buffer.concat([signed, sign(signing, signed)]));
};

/** The text of a token under the first of the keys that fits; undefined when none does, or the token is damaged. */
export const decrypt = (keys: readonly string[], token: string): string | undefined => {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length < headerLength + signatureLength || bytes[0] !== version) return undefined;
  const signed = bytes.subarray(0, -signatureLength);
  for (const { signing, encryption } of keys.map(halvesOf)) {
    if (!timingSafeEqual(sign(signing, signed), bytes.subarray(-signatureLength))) continue;
    const decipher = createDecipheriv("aes-128-cbc", encryption, signed.subarray(headerLength - 16, headerLength));
    return Buffer.concat([decipher.update(signed.subarray(headerLength)), decipher.final()]).toString("utf8");
  }
  return undefined;
};

const halvesOf = (key: string) => {
  const bytes = Buffer.from(key, "base64url");
  return { signing: bytes.subarray(0, 16), encryption: bytes.subarray(16, 32) };
};

const sign = (key: Buffer, bytes: Buffer): Buffer => createHmac("sha256", key).update(bytes).digest();

/** Fernet's base64 is padded; Node's URL-safe one is not. */
const encode = (bytes: Buffer): string => {
  const text = bytes.toString("base64url");
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
};
