import { type Kind, list } from "@millrace/settings";

/** A key of 32 bytes, as Fernet writes one: URL-safe base64 of 44 characters. */
const isKey = (text: string): boolean => /^[\w-]{43}=$/.test(text);

/** Keys that encrypt what is kept at rest, written as a list is. */
export const encryptionKeys: Kind<readonly string[]> = {
  accepts: "Fernet keys separated by commas, each 32 bytes as 44 characters of URL-safe base64",
  read: (raw, place) => {
    const keys = list.read(raw, place);
    return keys?.every(isKey) ? keys : undefined;
  },
  print: list.print,
};
