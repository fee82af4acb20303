/** What a span is about. Never what runs were given or have made: only names, ids and kinds. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Where a request comes from and what it asks for, as far as a trace tells of it. */
export interface TracedRequest {
  readonly name: string;
  readonly attributes: Attributes;
  /** W3C headers that tell which trace the request belongs to. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A span of a request, which ends with its reply rather than with a promise. */
export interface RequestSpan {
  /** Runs what serves the request, so that spans begun in it are children of this one. */
  within(run: () => void): void;
  end(attributes: Attributes, failed: boolean): void;
}

/** Tells which part of the work took how long. Built by trace-exporter.ts when an address to send traces to is known. */
export interface Tracer {
  readonly isOn: boolean;
  startRequest(request: TracedRequest): RequestSpan;
  /** Does the work within a span; the span fails when the work does. */
  span<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T>;
  /** The same work, done where the caller's span goes on, whoever calls it later. */
  bind<A extends readonly unknown[], T>(work: (...given: A) => T): (...given: A) => T;
  /** Sends what has not been sent. */
  stop(): Promise<void>;
}

/** Leaves no trace. */
export const silentTracer: Tracer = {
  isOn: false,
  startRequest: () => ({ within: (run) => run(), end: () => undefined }),
  span: (_name, _attributes, work) => work(),
  bind: (work) => work,
  stop: () => Promise.resolve(),
};
