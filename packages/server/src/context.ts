import type { Readable } from "node:stream";
import type { Parsed, Route, RouteShape, Routes, Static } from "@millrace/contract";
import type { Activity } from "./activity.ts";
import type { BulkJobs } from "./bulk-jobs.ts";
import type { Clock } from "./clock.ts";
import type { Queries } from "./db/connection.ts";
import type { Database, Work } from "./db/transaction.ts";
import type { Logger } from "./logger.ts";
import type { Bus } from "./messaging/bus.ts";
import type { EventTail } from "./messaging/event-tail.ts";
import type { TaskWorkers } from "./messaging/task-workers.ts";
import type { Meter } from "./observability/meter.ts";
import type { Tracer } from "./observability/tracer.ts";
import type { Alarm } from "./services/alarm.ts";
import type { ServerSettings } from "./settings.ts";
import type { Siblings } from "./siblings.ts";
import type { ReleaseTeller } from "./version.ts";

/** Everything the server's code works with, built once in start-server.ts and passed as the first argument. */
export interface Context {
  readonly db: Database;
  /** Short reads; the same as `db.read`. */
  readonly read: Queries;
  readonly clock: Clock;
  readonly newId: () => string;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  readonly settings: ServerSettings;
  readonly log: Logger;
  readonly bus: Bus;
  /** Whether anybody talks with this server. */
  readonly activity: Activity;
  /** Live events. */
  readonly tail: EventTail;
  /** Connected task workers. */
  readonly taskWorkers: TaskWorkers;
  /** What this process does to many runs because somebody asked it to. */
  readonly bulkJobs: BulkJobs;
  /** Counts what happens, where the settings ask for metrics. */
  readonly meter: Meter;
  /** Tells what took how long, where there is somewhere to send traces to. */
  readonly tracer: Tracer;
  /** Wakes background services when something they wait for has changed. */
  readonly alarm: Alarm;
  /** The other processes of this server, when it has several. */
  readonly siblings: Siblings | undefined;
  readonly tellRelease: ReleaseTeller;
  /** Runs `work` atomically; resolves when what it wrote is durable. */
  readonly transact: <T>(work: Work<T>) => Promise<T>;
}

/** What a client told about itself (server.md §1.5). */
export interface Caller {
  /** Version of the client's package, such as `3.8.3`; null for browsers and curl. */
  readonly clientVersion: string | null;
  /** The protocol version it asked for; null when it asked for none, which means the newest. */
  readonly apiVersion: string | null;
  /** The automation on whose behalf it calls. */
  readonly automation: { readonly id: string; readonly name: string } | null;
  /** A page of the UI that only looks, as opposed to a program that acts on what it sees. */
  readonly isPage: boolean;
  /** Scheme and host it used, for absolute links. */
  readonly origin: string;
}

/** The server itself, where a client would else be named. */
export const ourselves: Caller = { clientVersion: null, apiVersion: null, automation: null, isPage: false, origin: "" };

/** A reply whose status or headers differ from the route's usual ones. */
export class Reply<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, body: T, headers: Readonly<Record<string, string>> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

type ReplyOf<S extends RouteShape> = S["replies"][keyof S["replies"]] extends infer R ? (R extends null ? undefined : Static<R>) : never;

export interface Input<S extends RouteShape> {
  readonly ctx: Context;
  readonly caller: Caller;
  readonly params: Parsed<S["params"]>;
  readonly query: Parsed<S["query"]>;
  readonly body: Parsed<S["body"]>;
}

export type Handler<S extends RouteShape> = (input: Input<S>) => Answer<S> | Promise<Answer<S>>;
type Answer<S extends RouteShape> = ReplyOf<S> | Reply<ReplyOf<S>> | (undefined extends ReplyOf<S> ? void : never) | Streamed<S>;
/** A route whose reply is no JSON may send it while it is made. */
type Streamed<S extends RouteShape> = S extends { readonly type: string } ? Reply<Readable> : never;

/** One handler per route of a noun; a missing or wrongly typed one is a compile error. */
export type Handlers<R extends Routes> = { readonly [K in keyof R]: R[K] extends Route<infer S> ? Handler<S> : never };
