import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import type { Flow, FlowRun } from "@millrace/contract";
import type { TraceExport } from "@millrace/settings";
import { createTestClock, startTestServer, testSettings } from "@millrace/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { startServer } from "../start-server.ts";

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly status: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Span["attributes"] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

/** A collector that keeps what it is sent, and answers as it is told. */
const startCollector = async (status = 200) => {
  const sent: { type: string; body: Sent }[] = [];
  const server = createServer(async (request, response) => {
    const type = request.headers["content-type"] ?? "";
    const body = type.includes("json") ? ((await json(request)) as Sent) : { resourceSpans: [] };
    if (!type.includes("json")) for await (const _ of request);
    sent.push({ type, body });
    response.writeHead(status, { "content-type": type }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    to: { url: `http://127.0.0.1:${port}/v1/traces`, protocol: "http/json", ratio: 1, followsCaller: true, timeoutMillis: 3000 } as const,
    sent,
    spans: () => sent.flatMap(({ body }) => body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))),
  };
};

const startTraced = async (to: TraceExport, warnings: string[] = []) => {
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: (_: object, message: string) => void warnings.push(message), error: quiet };
  const server = await startServer(testSettings(), { clock: createTestClock(), log, traces: to });
  const get = async (path: string, headers = {}): Promise<unknown> => (await fetch(`${server.url}${path}`, { headers })).json();
  const post = async <T>(path: string, body: object, headers = {}): Promise<T> => {
    const init = { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
    return (await (await fetch(`${server.url}${path}`, init)).json()) as T;
  };
  return { server, get, post };
};

const text = (span: Span | undefined, key: string) => {
  const value = span?.attributes.find((each) => each.key === key)?.value;
  return value?.stringValue ?? value?.intValue;
};

describe("traces", () => {
  test("go on from the caller's, through the transaction to the rules", async () => {
    const collector = await startCollector();
    const { server, post } = await startTraced(collector.to);
    const flow = await post<Flow>("/flows/", { name: "traced" });
    const run = await post<FlowRun>("/flow_runs/", { flow_id: flow.id, parameters: { secret: "hidden words" } });
    const [traceId, spanId] = ["0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"];
    const headers = { traceparent: `00-${traceId}-${spanId}-01` };
    await post(`/flow_runs/${run.id}/set_state`, { state: { type: "RUNNING" } }, headers);
    await server.stop();

    const ours = collector.spans().filter((span) => span.traceId === traceId);
    const named = (name: string) => ours.find((span) => span.name === name);
    const request = named("POST /api/flow_runs/:id/set_state");
    expect(request).toMatchObject({ parentSpanId: spanId });
    expect(text(request, "http.response.status_code")).toBe(201);
    expect(named("transaction")).toMatchObject({ parentSpanId: request?.spanId });
    expect(named("orchestrate")).toMatchObject({ parentSpanId: named("transaction")?.spanId });
    expect(text(named("orchestrate"), "millrace.run.id")).toBe(run.id);
    expect(JSON.stringify(collector.sent)).not.toContain("hidden words");
    expect(
      text({ ...ours[0], attributes: collector.sent[0]?.body.resourceSpans[0]?.resource.attributes ?? [] } as Span, "service.name"),
    ).toBe("millrace-server");
  });

  test("tell failures apart, and follow a caller who keeps none", async () => {
    const collector = await startCollector();
    const { server, get, post } = await startTraced(collector.to);
    await post("/flow_runs/", { flow_id: "00000000-0000-0000-0000-000000000000" });
    await get("/hello", { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00" });
    await server.stop();
    const names = collector.spans().map((span) => span.name);
    expect(names).toContain("POST /api/flow_runs/");
    expect(names).not.toContain("GET /api/hello");
    expect(collector.spans().find((span) => span.name === "transaction")?.status.code).toBe(2);
  });

  test("are sent as protocol buffers where nobody asked for JSON", async () => {
    const collector = await startCollector();
    const { server, get } = await startTraced({ ...collector.to, protocol: "http/protobuf" });
    await get("/hello");
    await server.stop();
    expect(collector.sent.map(({ type }) => type)).toEqual(["application/x-protobuf"]);
  });

  test("that nobody takes are told of once, and hold nobody up", async () => {
    const collector = await startCollector(400);
    const warnings: string[] = [];
    const { server, get } = await startTraced(collector.to, warnings);
    expect(await get("/hello")).toBe("👋");
    await server.stop();
    expect(warnings.filter((message) => message.startsWith("Traces cannot be sent to http://127.0.0.1:"))).toHaveLength(1);
  });
});

test("there are none without an address to send them to", async () => {
  const server = await startTestServer();
  await server.ask("GET", "/hello");
  expect(server.ctx.tracer.isOn).toBe(false);
  await server.stop();
});
