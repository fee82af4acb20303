import { startTestServer } from "@millrace/testing";
import { expect, onTestFinished, test } from "vitest";

const start = async (settings: Parameters<typeof startTestServer>[0]) => {
  const server = await startTestServer(settings);
  onTestFinished(() => server.stop());
  const get = (path: string, headers: Record<string, string> = {}) => server.fetch(new Request(new URL(path, server.url), { headers }));
  return { server, get };
};

test("pages learn how to reach the API before they have logged in", async () => {
  const { get } = await start({ authString: "admin:password", csrfEnabled: true });
  const reply = await get("/ui-settings", { host: "flows.example.com" });
  expect(reply.status).toBe(200);
  expect(await reply.json()).toEqual({
    api_url: "http://flows.example.com/api",
    api_path: "api",
    csrf_enabled: true,
    auth: "BASIC",
    flags: expect.arrayContaining(["backfills", "ui-overview", "waiting-for"]),
    default_ui: "v2",
    available_uis: [],
    v1_base_url: null,
    v2_base_url: null,
  });
});

test("the address is the one behind a proxy with TLS, or the one that is set", async () => {
  const { get } = await start({});
  const proxied = await get("/ui-settings", { host: "flows.example.com", "x-forwarded-proto": "https" });
  expect(await proxied.json()).toMatchObject({ api_url: "https://flows.example.com/api", auth: null, csrf_enabled: false });
  const { get: getSet } = await start({ uiApiUrl: "https://api.example.com/v3", uiServeBase: "/ui/" });
  expect((await getSet("/ui-settings")).status).toBe(404);
  expect(await (await getSet("/ui/ui-settings")).json()).toMatchObject({ api_url: "https://api.example.com/v3", api_path: null });
  const { get: getBelow } = await start({ uiServeBase: "/ui" });
  expect(await (await getBelow("/ui/ui-settings")).json()).toMatchObject({ api_path: "../api" });
});

test("a server without pages has no settings for them", async () => {
  const { get } = await start({ uiEnabled: false });
  expect((await get("/ui-settings")).status).toBe(404);
});
