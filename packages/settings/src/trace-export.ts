import { SettingsError } from "./settings-error.ts";

const protocols = ["http/protobuf", "http/json"] as const;

/** Where traces go, and which of them, as the variables of OpenTelemetry say. */
export interface TraceExport {
  /** Address that takes spans. */
  readonly url: string;
  readonly protocol: (typeof protocols)[number];
  /** Which part of the traces is kept, from 0 to 1. */
  readonly ratio: number;
  /** Whether a trace that a caller has begun is kept when the caller keeps it. */
  readonly followsCaller: boolean;
  /** How long a batch of spans is tried to be sent; a server that stops waits as long for its last one. */
  readonly timeoutMillis: number;
}

const usualTimeout = 3000;

/**
 * Reads OTEL_EXPORTER_OTLP_ENDPOINT and those beside it. Undefined when they name no address, or switch traces off. What concerns
 * the sending alone, such as headers and certificates, is read by the exporter. Throws `SettingsError` with what is not understood.
 */
export const readTraceExport = (env: Readonly<Record<string, string | undefined>>): TraceExport | undefined => {
  const find = (...names: readonly string[]): string | undefined =>
    names.map((name) => env[name]?.trim()).find((value) => value !== undefined && value !== "");
  const own = find("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
  const shared = find("OTEL_EXPORTER_OTLP_ENDPOINT");
  if (own === undefined && shared === undefined) return undefined;
  if (find("OTEL_SDK_DISABLED")?.toLowerCase() === "true" || find("OTEL_TRACES_EXPORTER")?.toLowerCase() === "none") return undefined;
  const problems: string[] = [];
  const url = own ?? `${shared?.replace(/\/+$/, "")}/v1/traces`;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    problems.push(
      `OTEL_EXPORTER_OTLP_ENDPOINT is "${withoutPassword(own ?? shared ?? "")}"; it takes an address such as http://localhost:4318.`,
    );
  }
  const named = find("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL") ?? protocols[0];
  const protocol = protocols.find((each) => each === named);
  if (protocol === undefined) {
    problems.push(
      `OTEL_EXPORTER_OTLP_PROTOCOL is "${named}"; it takes http/protobuf or http/json, at the collector's HTTP port, usually 4318.`,
    );
  }
  const sampler = readSampler(find("OTEL_TRACES_SAMPLER") ?? "parentbased_always_on", find("OTEL_TRACES_SAMPLER_ARG") ?? "1");
  if (typeof sampler === "string") problems.push(sampler);
  const timeout = find("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT") ?? String(usualTimeout);
  if (!/^[1-9]\d*$/.test(timeout)) problems.push(`OTEL_EXPORTER_OTLP_TIMEOUT is "${timeout}"; it takes a whole number of milliseconds.`);
  if (problems.length > 0 || protocol === undefined || typeof sampler === "string") throw new SettingsError(problems);
  return { url, protocol, timeoutMillis: Number(timeout), ...sampler };
};

const withoutPassword = (url: string): string => url.replace(/\/\/[^/@]*@/, "//");

const ratios: Readonly<Record<string, number | "given">> = { always_on: 1, always_off: 0, traceidratio: "given" };

const readSampler = (name: string, argument: string): Pick<TraceExport, "ratio" | "followsCaller"> | string => {
  const followsCaller = name.startsWith("parentbased_");
  const ratio = ratios[followsCaller ? name.slice("parentbased_".length) : name];
  if (ratio === undefined) {
    return `OTEL_TRACES_SAMPLER is "${name}"; it takes ${Object.keys(ratios).join(", ")}, each also after "parentbased_".`;
  }
  const given = ratio === "given" ? Number(argument) : ratio;
  if (!(given >= 0 && given <= 1)) return `OTEL_TRACES_SAMPLER_ARG is "${argument}"; it takes a number from 0 to 1.`;
  return { ratio: given, followsCaller };
};
