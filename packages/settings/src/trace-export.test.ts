import { expect, test } from "vitest";
import { readTraceExport } from "./trace-export.ts";

const usual = { protocol: "http/protobuf", ratio: 1, followsCaller: true, timeoutMillis: 3000 };
const at = (url: string, more: object = {}) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url, ...more });

test.each([
  ["without an address nothing is sent", {}, undefined],
  ["an empty address is none", at(""), undefined],
  ["an address for everything gets the path of traces", at("http://c:4318/"), { ...usual, url: "http://c:4318/v1/traces" }],
  [
    "an address for traces alone is taken as it is",
    at("http://c:4318", { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://t/x" }),
    { ...usual, url: "https://t/x" },
  ],
  ["the SDK can be switched off", at("http://c", { OTEL_SDK_DISABLED: "true" }), undefined],
  ["traces can be switched off", at("http://c", { OTEL_TRACES_EXPORTER: "none" }), undefined],
  [
    "JSON may be asked for, and a part of the traces",
    at("http://c", {
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_TRACES_SAMPLER: "traceidratio",
      OTEL_TRACES_SAMPLER_ARG: "0.25",
      OTEL_EXPORTER_OTLP_TIMEOUT: "500",
    }),
    { url: "http://c/v1/traces", protocol: "http/json", ratio: 0.25, followsCaller: false, timeoutMillis: 500 },
  ],
])("%s", (_, env, expected) => {
  expect(readTraceExport(env)).toEqual(expected);
});

test("everything that is not understood is told at once", () => {
  const env = at("collector:4317", { OTEL_EXPORTER_OTLP_PROTOCOL: "grpc", OTEL_TRACES_SAMPLER: "sometimes" });
  expect(() => readTraceExport(env)).toThrow(
    /OTEL_EXPORTER_OTLP_ENDPOINT is "collector:4317".*\nOTEL_EXPORTER_OTLP_PROTOCOL is "grpc".*\nOTEL_TRACES_SAMPLER is "sometimes"/,
  );
  expect(() => readTraceExport(at("http://c", { OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "2" }))).toThrow(
    "from 0 to 1",
  );
});
