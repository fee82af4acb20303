import { isClientError } from "./client-error.ts";
import type { Outgoing, Send } from "./outgoing.ts";
import type { World } from "./world.ts";

export interface Csrf {
  /** Headers of a request, none for one that changes nothing or to a server that wants none. */
  readonly headersFor: (outgoing: Pick<Outgoing, "method">) => Promise<Record<string, string>>;
  /** The next request asks for a fresh token. */
  readonly forget: () => void;
}

interface Options {
  /** False never asks for a token. */
  readonly csrf: boolean;
  readonly world: Pick<World, "newId">;
}

const changing = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** A server says so with 404, or with 422 and a text that tells it from a bad request (server.md §1.7). */
const isSwitchedOff = (error: unknown): boolean =>
  isClientError(error, "not-found") || (isClientError(error, "invalid") && error.detail.includes("CSRF protection is disabled"));

/** Asks once per client for a token, before the first request that changes something. */
export const createCsrf = ({ csrf, world }: Options, send: Send): Csrf => {
  const client = world.newId();
  let headers: Promise<Record<string, string>> | undefined;

  const ask = async (): Promise<Record<string, string>> => {
    try {
      const response = await send({ method: "GET", path: `/csrf-token?client=${client}` });
      const { token } = (await response.json()) as { readonly token: string };
      return { "prefect-csrf-token": token, "prefect-csrf-client": client };
    } catch (error) {
      if (isSwitchedOff(error)) return {};
      headers = undefined;
      throw error;
    }
  };

  return {
    headersFor: async ({ method }) => {
      if (!csrf || !changing.has(method)) return {};
      headers ??= ask();
      return headers;
    },
    forget: () => {
      headers = undefined;
    },
  };
};
