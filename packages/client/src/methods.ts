/** One method per route of the contract's table, typed and implemented once. */
import type { AnySchema, Parsed, Route, RouteShape, Routes, Static } from "@millrace/contract";
import { ClientError } from "./client-error.ts";
import { hideCredentials, parseJson } from "./error-detail.ts";
import type { Connection } from "./options.ts";
import type { Send } from "./outgoing.ts";

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

type IsOptional<T> = object extends T ? true : false;
type Part<Key extends string, S> = [S] extends [never]
  ? unknown
  : IsOptional<Static<S>> extends true
    ? { readonly [K in Key]?: Static<S> | undefined }
    : { readonly [K in Key]: Static<S> };
type ParamsOf<R> = R extends { readonly params: infer P extends AnySchema } ? Static<P> : unknown;
type QueryOf<R> = R extends { readonly query: infer Q extends AnySchema } ? Part<"query", Q> : unknown;
type BodyOf<R> = R extends { readonly body: infer B extends AnySchema } ? Part<"body", B> : unknown;

/** What a route takes: its path parameters by name, `query` and `body`. */
export type InputOf<R> = ParamsOf<R> & QueryOf<R> & BodyOf<R>;
type ReplyBody<S> = S extends AnySchema ? Parsed<S> : undefined;
/** What a route answers with: the body of whichever success status; undefined for an empty one. */
export type ReplyOf<R extends RouteShape> = ReplyBody<R["replies"][keyof R["replies"]]>;

export type MethodOf<R extends RouteShape> =
  IsOptional<InputOf<R>> extends true
    ? (input?: InputOf<R>, options?: CallOptions) => Promise<ReplyOf<R>>
    : (input: InputOf<R>, options?: CallOptions) => Promise<ReplyOf<R>>;

type IsSocket<R> = R extends { readonly access: "websocket" } ? true : false;
export type MethodsOf<T extends Routes> = { readonly [K in keyof T as IsSocket<T[K]> extends true ? never : K]: MethodOf<T[K]> };
export type MethodsOfTable<T extends Readonly<Record<string, Routes>>> = { readonly [K in keyof T]: MethodsOf<T[K]> };

type Input = Readonly<Record<string, unknown>> & { readonly query?: Readonly<Record<string, unknown>>; readonly body?: unknown };

const printQuery = (query: Input["query"]): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  return search.size === 0 ? "" : `?${search}`;
};

/** A route's path with its parameters filled in. */
const printPath = (path: string, input: Input): string => path.replace(/:([a-z_]+)/g, (_, name) => encodeURIComponent(String(input[name])));

const readReply = async (route: Route, url: string, response: Response): Promise<unknown> => {
  const text = await response.text();
  if (text === "") return undefined;
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("json") && route.type !== undefined) return text;
  const value = parseJson(text);
  if (value !== undefined) return value;
  const detail = `the answer is not JSON but ${type || "of no type"}; the address may not be that of an API`;
  throw new ClientError({ kind: "unexpected", method: route.method, url: hideCredentials(url), status: response.status, detail });
};

type AnyMethod = (input?: Input, options?: CallOptions) => Promise<unknown>;

const methodOf =
  (route: Route, connection: Pick<Connection, "url">, send: Send): AnyMethod =>
  async (input = {}, { signal } = {}) => {
    const path = printPath(route.path, input) + printQuery(input.query);
    const needsBody = route.body !== undefined;
    const body = needsBody ? JSON.stringify(input.body ?? {}) : undefined;
    const response = await send({ method: route.method, path, body, signal });
    return readReply(route, connection.url + path, response);
  };

/** The methods of a table of routes. */
export const methodsOf = <T extends Readonly<Record<string, Routes>>>(
  table: T,
  connection: Pick<Connection, "url">,
  send: Send,
): MethodsOfTable<T> => {
  const nouns = Object.entries(table).map(([noun, routes]) => [
    noun,
    Object.fromEntries(
      Object.entries(routes)
        .filter(([, route]) => route.access !== "websocket")
        .map(([name, route]) => [name, methodOf(route, connection, send)]),
    ),
  ]);
  return Object.fromEntries(nouns) as MethodsOfTable<T>;
};
