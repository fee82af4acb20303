/** What a page needs of the client: it sends with the browser's own means, and without Node. */
export { ClientError, type ClientErrorKind, isClientError } from "./client-error.ts";
export { createCsrf } from "./csrf.ts";
export { noAnswer, refusal } from "./error-detail.ts";
export { type CallOptions, type InputOf, type MethodsOfTable, methodsOf, type ReplyOf } from "./methods.ts";
export type { Outgoing, Send } from "./outgoing.ts";
