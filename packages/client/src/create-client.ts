import {
  type AllRoutes,
  type EventFilterInput,
  type EventInput,
  type Log,
  type LogFilterInput,
  type ReceivedEvent,
  routes,
} from "@millrace/contract";
import { parseJson } from "./error-detail.ts";
import { type MethodsOfTable, methodsOf } from "./methods.ts";
import { type ClientOptions, connectionOf } from "./options.ts";
import { createSend } from "./send.ts";
import { type ClaimTaskRunsOptions, claimTaskRuns, type TaskRunClaim } from "./streams/claim-task-runs.ts";
import { createEventSink } from "./streams/event-sink.ts";
import { openSocket, type Socket } from "./streams/open-socket.ts";
import { type EventStreamOptions, type StreamOptions, streamLogs, subscribeEvents } from "./streams/subscribe.ts";

type Methods = MethodsOfTable<Omit<AllRoutes, "sockets">>;

interface EventStreams {
  /** Sends an event in the background, in order, surviving reconnections. Neither waits nor throws. */
  readonly emit: (event: EventInput) => void;
  /** Resolves once the server has every event emitted so far; rejects when some were lost. */
  readonly flush: () => Promise<void>;
  /** New events that match, and those of the last minute, oldest first. */
  readonly subscribe: (filter?: EventFilterInput, options?: EventStreamOptions) => AsyncGenerator<ReceivedEvent, void>;
}

interface LogStreams {
  /** New logs that match, as they are written. */
  readonly stream: (filter?: LogFilterInput, options?: StreamOptions) => AsyncGenerator<Log, void>;
}

interface WorkerChannels {
  /** Opens the channel a worker holds with the server of its pool; credentials are exchanged already. Throws a `SocketError`. */
  readonly connect: (poolName: string) => Promise<Socket>;
}

interface TaskRunClaims {
  /** Background runs of tasks as they come, one at a time. Throws a `SocketError` when the connection ends. */
  readonly claim: (options: ClaimTaskRunsOptions) => AsyncGenerator<TaskRunClaim, void>;
}

export interface RawRequest {
  readonly method: string;
  /** Below the API's address, query included. */
  readonly path: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

export type Client = Omit<Methods, "events" | "logs" | "taskRuns" | "workers"> & {
  /** Address of the API, without trailing slash. */
  readonly url: string;
  readonly events: Methods["events"] & EventStreams;
  readonly logs: Methods["logs"] & LogStreams;
  readonly taskRuns: Methods["taskRuns"] & TaskRunClaims;
  readonly workers: Methods["workers"] & WorkerChannels;
  /** Sends a request to a route the table does not have, and gives the answer's JSON; undefined for an empty one. */
  readonly request: (request: RawRequest) => Promise<unknown>;
  /** Asks early for what the first call that changes something waits for. Never rejects. */
  readonly prepare: () => Promise<void>;
  /** Sends what is waiting and closes the connection of `events.emit`. */
  readonly close: () => Promise<void>;
};

export interface CreateClientOptions extends ClientOptions {
  /** Called when emitted events could not be delivered. */
  readonly onEventsLost?: ((count: number, reason: Error) => void) | undefined;
}

/**
 * A client of one server: a method per route, as `client.flowRuns.setState({ id, body: { state } })`, and the streams.
 * Methods throw a `ClientError`. Nothing is sent before the first call.
 */
export const createClient = (options: CreateClientOptions): Client => {
  const connection = connectionOf(options);
  const { send, prepare } = createSend(connection);
  const sink = createEventSink(connection, send, { onLost: options.onEventsLost });
  const { sockets: _, ...table } = routes;
  const methods: Methods = methodsOf(table, connection, send);
  return {
    ...methods,
    url: connection.url,
    events: {
      ...methods.events,
      emit: sink.emit,
      flush: sink.flush,
      subscribe: (filter, streamOptions) => subscribeEvents(connection, filter, streamOptions),
    },
    logs: { ...methods.logs, stream: (filter, streamOptions) => streamLogs(connection, filter, streamOptions) },
    taskRuns: { ...methods.taskRuns, claim: (claimOptions) => claimTaskRuns(connection, claimOptions) },
    workers: {
      ...methods.workers,
      connect: (poolName) => openSocket(connection, `/work_pools/${encodeURIComponent(poolName)}/workers/connect`),
    },
    request: async ({ method, path, body, signal }) => {
      const response = await send({ method, path, body: body === undefined ? undefined : JSON.stringify(body), signal });
      return parseJson(await response.text());
    },
    prepare,
    close: sink.close,
  };
};
