import { ClientError } from "@millrace/client/browser";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createApi } from "./api.ts";
import { basicAuthorization, createCredentials } from "./credentials.ts";
import { fieldProblemsOf, problemOf } from "./problem.ts";
import { apiUrlOf, type UiSettings } from "./ui-settings.ts";
import { withFallback } from "./with-fallback.ts";

const settings: UiSettings = {
  api_url: "http://inside:4200/api",
  api_path: "api",
  csrf_enabled: false,
  auth: null,
  flags: ["ui-overview"],
};
const base = "https://mill.example.com/tools/";

type Answer = { readonly status: number; readonly body?: unknown };
let answers: (request: Request) => Answer;
let requests: Request[];
beforeEach(() => {
  requests = [];
  answers = () => ({ status: 200, body: [] });
  sessionStorage.clear();
  localStorage.clear();
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const request = new Request(url, init);
    requests.push(request);
    const { status, body } = answers(request);
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
  });
});
afterEach(() => vi.unstubAllGlobals());

const open = (changes: Partial<UiSettings> = {}) =>
  createApi({ settings: { ...settings, ...changes }, base, credentials: createCredentials() });

describe("where the API is", () => {
  test.each([
    ["relative to the pages, below any proxy", settings, "https://mill.example.com/tools/api"],
    ["beside pages with a path of their own", { ...settings, api_path: "../api" }, "https://mill.example.com/api"],
    ["where a stock server says", { ...settings, api_path: undefined }, "http://inside:4200/api"],
    ["where the settings say", { ...settings, api_path: null }, "http://inside:4200/api"],
  ])("%s", (_, given, url) => {
    expect(apiUrlOf(given as UiSettings, base)).toBe(url);
  });
});

describe("a call", () => {
  test("goes to the route's path with its parameters", async () => {
    const api = open();
    await api.flowRuns.list({ body: { limit: 5 } });
    await api.workPools.get({ name: "my pool/1" });
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST https://mill.example.com/tools/api/flow_runs/filter",
      "GET https://mill.example.com/tools/api/work_pools/my%20pool%2F1",
    ]);
    expect(await requests[0]?.json()).toEqual({ limit: 5 });
  });

  test("carries credentials of any alphabet", async () => {
    const api = open({ auth: "BASIC" });
    api.credentials.set("admin:пароль", { remember: false });
    await api.admin.getVersion();
    expect(requests[0]?.headers.get("authorization")).toBe("Basic YWRtaW460L/QsNGA0L7Qu9GM");
    expect(basicAuthorization("a:b")).toBe("Basic YTpi");
  });

  test("gets a token before the first change, and another when it has expired", async () => {
    const api = open({ csrf_enabled: true });
    let token = 0;
    answers = (request) => {
      if (request.url.includes("csrf-token")) return { status: 200, body: { token: `t${++token}` } };
      return request.headers.get("prefect-csrf-token") === "t2"
        ? { status: 200, body: [] }
        : { status: 403, body: { detail: "Invalid CSRF token or client identifier." } };
    };
    await api.flows.list({ body: {} });
    expect(token).toBe(2);
  });

  test("that fails says why, and signals what matters to the whole page", async () => {
    const api = open();
    const signals: string[] = [];
    api.onSignal((signal) => signals.push(signal));
    answers = () => ({ status: 401, body: { exception_message: "Unauthorized" } });
    const refused = await api.admin.getVersion().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ClientError);
    expect(problemOf(refused)).toEqual({ kind: "forbidden", title: "The server does not allow this", detail: "Unauthorized" });
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    const away = await api.admin.getVersion().catch((error: unknown) => error);
    expect(problemOf(away)).toMatchObject({ kind: "network", detail: expect.stringMatching(/down\. Try again in a moment\.$/) });
    expect(problemOf(away, { isRepeated: true }).detail).toMatch(/The page tries again by itself\.$/);
    expect(signals).toEqual(["unauthorized", "unreachable"]);
  });

  test.each([502, 503, 504])("that a proxy answers with %d, since the server is away, says that", async (status) => {
    const api = open();
    const signals: string[] = [];
    api.onSignal((signal) => signals.push(signal));
    vi.stubGlobal("fetch", async () => new Response("<h1>Bad Gateway</h1>", { status, headers: { "content-type": "text/html" } }));
    expect(problemOf(await api.admin.getVersion().catch((error: unknown) => error)).kind).toBe("network");
    vi.stubGlobal("fetch", async () => Response.json({ exception_message: "Service Unavailable" }, { status }));
    expect(problemOf(await api.admin.getVersion().catch((error: unknown) => error)).kind).toBe("server");
    expect(signals).toEqual(["unreachable", "reachable"]);
  });

  test.each([
    ["a page instead of data", { status: 200, type: "text/html" }],
    ["a refusal that is not the server's", { status: 401, type: "text/html" }],
  ])("that a proxy answers with %s asks for its login", async (_, { status, type }) => {
    const api = open();
    const signals: string[] = [];
    api.onSignal((signal) => signals.push(signal));
    vi.stubGlobal("fetch", async () => new Response("<h1>Log in</h1>", { status, headers: { "content-type": type } }));
    await expect(api.admin.getVersion()).rejects.toThrow("may want you to log in");
    expect(signals).toEqual(["intercepted"]);
  });

  test("that a busy server refuses says when to try again", async () => {
    answers = () => ({ status: 429, body: { detail: "Slow down." } });
    const refused = await open()
      .admin.getVersion()
      .catch((error: unknown) => error);
    expect(problemOf(refused)).toEqual({ kind: "server", title: "The server is busy (429)", detail: "Slow down. Try again in a moment." });
  });

  test("with a bad body names the fields", async () => {
    answers = () => ({
      status: 422,
      body: { exception_message: "Invalid request received.", exception_detail: [{ loc: ["body", "name"], msg: "Field required" }] },
    });
    const error = await open()
      .variables.create({ body: { name: "", value: 1 } })
      .catch((failure: unknown) => failure);
    expect(fieldProblemsOf(error)).toEqual({ name: "Field required" });
  });
});

describe("a route beside the protocol", () => {
  const additive = async () => "additive";
  const standard = async () => "standard";
  test("is used where it is offered, and nowhere else", async () => {
    expect(await withFallback({ api: open(), flag: "ui-overview" }, additive, standard)).toBe("additive");
    expect(await withFallback({ api: open({ flags: [] }), flag: "ui-overview" }, additive, standard)).toBe("standard");
  });

  test("that is missing after all is replaced, and asked no more", async () => {
    const api = open();
    answers = () => ({ status: 404, body: { detail: "Not Found" } });
    for (let time = 0; time < 2; time++)
      expect(await withFallback({ api, flag: "ui-overview" }, () => api.admin.getVersion(), standard)).toBe("standard");
    expect(requests).toHaveLength(1);
  });

  test("that misses an object is asked again, and one that fails is told", async () => {
    const api = open();
    const call = () => api.admin.getVersion();
    answers = () => ({ status: 404, body: { detail: "Flow run not found" } });
    expect(await withFallback({ api, flag: "ui-overview" }, call, standard)).toBe("standard");
    answers = () => ({ status: 500, body: { exception_message: "Internal Server Error" } });
    await expect(withFallback({ api, flag: "ui-overview" }, call, standard)).rejects.toThrow("Internal Server Error");
  });
});

describe("credentials", () => {
  test("last as long as the tab, unless they are to be remembered", () => {
    createCredentials().set("a:b", { remember: false });
    expect(localStorage.length).toBe(0);
    expect(createCredentials().get()).toBe("a:b");
    createCredentials().set("c:d", { remember: true });
    sessionStorage.clear();
    expect(createCredentials().get()).toBe("c:d");
    createCredentials().clear();
    expect(createCredentials().get()).toBeUndefined();
  });
});
