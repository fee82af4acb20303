import { ClientError } from "@millrace/client/browser";
import { expect, test, vi } from "vitest";
import type { Api } from "./api.ts";
import { withFallback } from "./with-fallback.ts";

const apiThatOffers = (...flags: readonly string[]): Api => {
  const offered = new Set(flags);
  return { offers: (flag: string) => offered.has(flag), noteMissing: (flag: string) => void offered.delete(flag) } as unknown as Api;
};
const missing = (detail: string) => () =>
  Promise.reject(new ClientError({ kind: "not-found", method: "GET", url: "http://a/api/x", status: 404, detail }));
const standard = () => Promise.resolve("standard");

test("a route that the server offers is asked, one it does not offer is not", async () => {
  const additive = vi.fn(() => Promise.resolve("additive"));
  expect(await withFallback({ api: apiThatOffers("x"), flag: "x" }, additive, standard)).toBe("additive");
  expect(await withFallback({ api: apiThatOffers("y"), flag: "x" }, additive, standard)).toBe("standard");
  expect(additive).toHaveBeenCalledOnce();
});

test("a route that turns out to be missing is asked once; one that misses an object is asked again", async () => {
  const api = apiThatOffers("x", "y");
  const absent = vi.fn(missing("Not Found"));
  const objectGone = vi.fn(missing("Flow run not found"));
  for (let time = 0; time < 2; time++) {
    expect(await withFallback({ api, flag: "x" }, absent, standard)).toBe("standard");
    expect(await withFallback({ api, flag: "y" }, objectGone, standard)).toBe("standard");
  }
  expect(absent).toHaveBeenCalledTimes(1);
  expect(objectGone).toHaveBeenCalledTimes(2);
});

test("other errors are the caller's", async () => {
  await expect(withFallback({ api: apiThatOffers("x"), flag: "x" }, () => Promise.reject(new Error("broken")), standard)).rejects.toThrow(
    "broken",
  );
});
