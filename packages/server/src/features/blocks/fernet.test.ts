import { expect, test } from "vitest";
import { createKey, decrypt, encrypt } from "./fernet.ts";

// A token of the specification's own example (github.com/fernet/spec).
const key = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
const token = "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";

test("a token of the specification is read", () => {
  expect(decrypt([key], token)).toBe("hello");
});

test("what is encrypted looks like a token and is read back", () => {
  const own = encrypt(key, "päss 😀", 499_162_800);
  expect(own).toMatch(/^gAAAAAAdwJ6w[\w-]+={0,2}$/);
  expect(own).not.toBe(encrypt(key, "päss 😀", 499_162_800));
  expect(decrypt([key], own)).toBe("päss 😀");
});

test("any of several keys decrypts, another does not", () => {
  const [older, newer] = [createKey(), createKey()];
  const text = encrypt(older, "x", 0);
  expect(decrypt([newer, older], text)).toBe("x");
  expect(decrypt([newer], text)).toBeUndefined();
});

test.each([
  ["an empty token", ""],
  ["a short one", "gAAAAAAdwJ6w"],
  ["one that was changed", token.replace("eEw", "eEx")],
])("%s is refused", (_title, damaged) => {
  expect(decrypt([key], damaged)).toBeUndefined();
});
