export { ClientError, type ClientErrorFacts, type ClientErrorKind, isClientError } from "./client-error.ts";
export { type Client, type CreateClientOptions, createClient, type RawRequest } from "./create-client.ts";
export type { CallOptions, InputOf, MethodOf, MethodsOf, ReplyOf } from "./methods.ts";
export { apiVersion, type ClientOptions, type Fetch } from "./options.ts";
export type { ClaimTaskRunsOptions, TaskRunClaim } from "./streams/claim-task-runs.ts";
export type { Socket } from "./streams/open-socket.ts";
export { SocketError } from "./streams/socket-error.ts";
export type { EventStreamOptions, StreamOptions } from "./streams/subscribe.ts";
export { realWorld, type World } from "./world.ts";
