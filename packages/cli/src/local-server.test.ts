import { expect, test } from "vitest";
import { localUrl } from "./local-server.ts";

test.each([
  ["127.0.0.1", "http://127.0.0.1:4200/api"],
  ["0.0.0.0", "http://127.0.0.1:4200/api"],
  ["::", "http://127.0.0.1:4200/api"],
  ["::1", "http://[::1]:4200/api"],
  ["flows.example.com", "http://flows.example.com:4200/api"],
])("a server that listens on %s is found at %s", (host, url) => {
  expect(localUrl({ host, port: 4200, basePath: "/api" })).toBe(url);
});
