import { ClientError } from "@millrace/client/browser";

/** What a page refuses itself, shown as refusals of the server are: with the reason, and what to do next. */
export const refused = (reason: string): ClientError => new ClientError({ kind: "conflict", method: "POST", url: "", detail: reason });
