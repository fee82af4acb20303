import type { Row } from "./api.ts";
import type { ServerUnderTest } from "./servers.ts";

export interface TapedEvent {
  readonly id: string;
  readonly event: string;
  readonly occurred: string;
  readonly resource: Readonly<Record<string, string>>;
  readonly related: readonly Readonly<Record<string, string>>[];
  readonly payload: Row;
  readonly follows: string | null;
}

/** Everything a server said on `/events/out` since the tape was started. */
export interface EventTape {
  /** The events about these flow runs, their task runs included, each once. */
  about(flowRunIds: readonly string[]): readonly TapedEvent[];
  stop(): void;
}

const concerns = ({ resource, related }: TapedEvent, ids: ReadonlySet<string>): boolean =>
  [resource, ...related].some((labels) => ids.has(labels["prefect.resource.id"]?.replace("prefect.flow-run.", "") ?? ""));

const hour = 3_600_000;

/** Listens to `/events/out` as the Python client does: handshake, filter, then one message per event. */
export const startEventTape = async ({ url, authString }: ServerUnderTest): Promise<EventTape> => {
  const headers = authString === undefined ? {} : { authorization: `Basic ${Buffer.from(authString).toString("base64")}` };
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/events/out`, { protocols: ["prefect"], headers });
  const events = new Map<string, TapedEvent>();
  const since = new Date().toISOString();
  const filter = { occurred: { since, until: new Date(Date.now() + hour).toISOString() } };
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("close", ({ code, reason }) => reject(new Error(`/events/out closed with ${code} ${reason}`)));
    socket.addEventListener("error", () => reject(new Error(`/events/out of ${url} cannot be reached`)));
    socket.addEventListener("open", () => socket.send(JSON.stringify({ type: "auth", token: authString ?? null })));
    socket.addEventListener("message", ({ data }) => {
      const message = JSON.parse(String(data)) as { readonly type: string; readonly event: TapedEvent };
      if (message.type === "event") events.set(message.event.id, message.event);
      if (message.type !== "auth_success") return;
      socket.send(JSON.stringify({ type: "filter", filter }));
      resolve();
    });
  });
  return {
    about: (flowRunIds) => [...events.values()].filter((event) => concerns(event, new Set(flowRunIds))),
    stop: () => socket.close(),
  };
};
