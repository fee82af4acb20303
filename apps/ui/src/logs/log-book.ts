import type { Log, LogFilterInput } from "@millrace/contract";
import type { LogPlace } from "./log-order.ts";
import { createLogPages, insertLine, type LogPages, lacks, placePage, stride } from "./log-pages.ts";
import { type LogSource, pageLimit } from "./log-source.ts";

/** Pages looked through for a line that shares its moment with many. */
const patience = 10;

/** All lines that match, of which those are at hand that somebody wanted to see. */
export class LogBook {
  readonly #source: LogSource;
  readonly #filter: LogFilterInput;
  readonly #listeners = new Set<() => void>();
  readonly #pending = new Map<number, Promise<void>>();
  #version = 0;
  #pages: LogPages | undefined;
  #isCounted = false;
  #waiting: Log[] = [];
  #failure: unknown;

  constructor(source: LogSource, filter: LogFilterInput) {
    this.#source = source;
    this.#filter = filter;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Changes with everything below. */
  readonly getVersion = (): number => this.#version;

  /** How many lines there are; undefined until the first have come. */
  get size(): number | undefined {
    return this.#pages?.lines.length;
  }

  get error(): unknown {
    return this.#failure;
  }

  lineAt(index: number): Log | undefined {
    return this.#pages?.lines[index];
  }

  /** Undefined while it is not known. */
  get lastLine(): Log | undefined {
    return this.#isCounted ? this.#pages?.lines.at(-1) : undefined;
  }

  /** Loads the first lines, or the last. What was there before is forgotten. */
  async start({ fromEnd }: { readonly fromEnd: boolean }): Promise<void> {
    this.#isCounted = false;
    this.#failure = undefined;
    try {
      const page = await this.#source.list(this.#filter, { sort: fromEnd ? "TIMESTAMP_DESC" : "TIMESTAMP_ASC" });
      const lines = fromEnd ? page.toReversed() : page;
      this.#pages = createLogPages({ before: 0, lines, after: 0 });
      if (lines.length === pageLimit) {
        this.#publish();
        const missing = (await this.#source.count(this.#filter)) - lines.length;
        this.#pages = createLogPages(fromEnd ? { before: missing, lines, after: 0 } : { before: 0, lines, after: missing });
      }
      this.#isCounted = true;
      this.add(this.#waiting.splice(0));
      this.#publish();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Loads what is missing between two places. */
  need(first: number, last: number): void {
    const pages = this.#pages;
    if (!this.#isCounted || pages === undefined || this.#failure !== undefined) return;
    for (let number = Math.floor(Math.max(0, first) / stride); number <= Math.floor(Math.max(0, last) / stride); number += 1) {
      if (lacks(pages, number) && !this.#pending.has(number)) this.#load(number).catch((error: unknown) => this.#fail(error));
    }
  }

  /** Takes in lines that were written since. Those that come while lines are counted wait for that. */
  add(lines: readonly Log[]): void {
    if (!this.#isCounted || this.#pages === undefined) {
      this.#waiting.push(...lines);
      return;
    }
    const before = this.#pages.lines.length;
    for (const line of lines) insertLine(this.#pages, line);
    if (this.#pages.lines.length > before) this.#publish();
  }

  /** Where a line stands, which is then loaded; undefined if it does not match or is gone. */
  async locate(line: LogPlace): Promise<number | undefined> {
    const known = this.#find(line);
    if (known !== undefined) return known;
    const count = await this.#source.count({ ...this.#filter, timestamp: { before_: line.timestamp } });
    const last = Math.floor(Math.max(0, count - 1) / stride);
    for (let number = last; number >= Math.max(0, last - patience); number -= 1) {
      if (this.#pages !== undefined && lacks(this.#pages, number)) await this.#load(number);
      const found = this.#find(line);
      if (found !== undefined) return found;
      if (this.lineAt(number * stride)?.timestamp !== line.timestamp) return undefined;
    }
    return undefined;
  }

  #find({ id }: LogPlace): number | undefined {
    if (!this.#pages?.ids.has(id)) return undefined;
    return this.#pages.lines.findIndex((line) => line?.id === id);
  }

  #load(number: number): Promise<void> {
    const loading = this.#pending.get(number) ?? this.#loadNow(number).finally(() => this.#pending.delete(number));
    this.#pending.set(number, loading);
    return loading;
  }

  async #loadNow(number: number): Promise<void> {
    const first = number * stride;
    const page = await this.#source.list(this.#filter, { offset: first });
    if (this.#pages === undefined) return;
    if (!placePage(this.#pages, first, page)) {
      // Lines were written into the middle: all but this page is asked again when somebody looks there.
      const total = await this.#source.count(this.#filter);
      this.#pages = createLogPages({ before: first, lines: page, after: total - first - page.length });
    }
    this.#publish();
  }

  #fail(error: unknown): void {
    this.#failure = error;
    this.#publish();
  }

  #publish(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
