import type { TraceExport } from "@millrace/settings";
import type { Logger } from "../logger.ts";
import type { Attributes, Tracer } from "./tracer.ts";

/** The libraries that make and send spans; nobody else loads them. */
const load = async (protocol: TraceExport["protocol"]) => {
  const [api, sdk, contexts, core, resources, { OTLPTraceExporter }] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/sdk-trace"),
    import("@opentelemetry/context-async-hooks"),
    import("@opentelemetry/core"),
    import("@opentelemetry/resources"),
    protocol === "http/json" ? import("@opentelemetry/exporter-trace-otlp-http") : import("@opentelemetry/exporter-trace-otlp-proto"),
  ]);
  return { api, sdk, contexts, core, resources, OTLPTraceExporter };
};
type Libraries = Awaited<ReturnType<typeof load>>;

/** Makes spans and sends them, in batches, to where the variables of OpenTelemetry say. Registers nothing for the whole process. */
export const createTracer = async (to: TraceExport, log: Logger): Promise<Tracer> => {
  const libraries = await load(to.protocol);
  const { api, contexts: library, core } = libraries;
  const provider = createProvider(libraries, to, log);
  const tracer = provider.getTracer("millrace");
  const contexts = new library.AsyncLocalStorageContextManager().enable();
  const propagator = new core.W3CTraceContextPropagator();

  const span = async <T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> => {
    const parent = contexts.active();
    const started = tracer.startSpan(name, { attributes }, parent);
    try {
      return await contexts.with(api.trace.setSpan(parent, started), work);
    } catch (error) {
      // What an error says may hold what runs were given; its kind never does.
      started.setStatus({ code: api.SpanStatusCode.ERROR, message: error instanceof Error ? error.name : "" });
      throw error;
    } finally {
      started.end();
    }
  };

  return {
    isOn: true,
    span,
    startRequest({ name, attributes, headers }) {
      const caller = propagator.extract(api.ROOT_CONTEXT, headers, api.defaultTextMapGetter);
      const started = tracer.startSpan(name, { kind: api.SpanKind.SERVER, attributes }, caller);
      const here = api.trace.setSpan(caller, started);
      return {
        within: (run) => contexts.with(here, run),
        end(more, failed) {
          started.setAttributes(more);
          if (failed) started.setStatus({ code: api.SpanStatusCode.ERROR });
          started.end();
        },
      };
    },
    bind: (work) => contexts.bind(contexts.active(), work),
    async stop() {
      // Why they could not be sent has been told.
      await provider.shutdown().catch(() => undefined);
      contexts.disable();
    },
  };
};

const createProvider = ({ sdk, resources, OTLPTraceExporter }: Libraries, to: TraceExport, log: Logger) => {
  const exporter = new OTLPTraceExporter({ url: to.url, timeoutMillis: to.timeoutMillis });
  let isFailing = false;
  const telling: Pick<typeof exporter, "export" | "shutdown" | "forceFlush"> = {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const failed = result.code !== 0;
        if (failed && !isFailing)
          log.warn({ err: result.error }, `Traces cannot be sent to ${new URL(to.url).origin}; they are dropped until it answers.`);
        isFailing = failed;
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush(),
  };
  const ratio = new sdk.TraceIdRatioBasedSampler(to.ratio);
  const named = resources.resourceFromAttributes({ "service.name": "millrace-server" });
  return new sdk.TracerProvider({
    sampler: to.followsCaller ? new sdk.ParentBasedSampler({ root: ratio }) : ratio,
    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say otherwise.
    resource: named.merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter: telling })],
  });
};
