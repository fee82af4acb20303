import type { IncomingMessage } from "node:http";
import { type Engine, EngineError } from "./engine.ts";

const headerLength = 8;
const tailLength = 4000;
const stderrMark = 2;

export interface Output {
  /** The last line of errors so far. */
  readonly lastWords: () => string;
  /** Resolves when there is no more. */
  readonly ended: Promise<void>;
}

export interface LogOptions {
  readonly id: string;
  /** It has a terminal, which has no errors apart: what it prints comes as it is. */
  readonly isTerminal: boolean;
  /** Passes on what the container prints, as it prints it; else only the end is read. */
  readonly shows: boolean;
}

interface Frame {
  readonly isError: boolean;
  readonly text: Buffer;
}

/** Splits what the engine sends into what was printed and where: a mark, three zeros, the length, the bytes. */
async function* framesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of stream) {
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= headerLength) {
      const end = headerLength + bytes.readUInt32BE(4);
      if (bytes.length < end) break;
      yield { isError: bytes[0] === stderrMark, text: bytes.subarray(headerLength, end) };
      bytes = bytes.subarray(end);
    }
  }
}

/** What is printed to a terminal may tell of errors. */
async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  for await (const text of stream) yield { isError: true, text };
}

/** Undefined where nothing can be read: it has removed itself already, or its log goes elsewhere. */
const openLogs = async (engine: Engine, id: string): Promise<IncomingMessage | undefined> => {
  try {
    return await engine.open({ path: `/containers/${id}/logs`, query: { follow: "1", stdout: "1", stderr: "1" } });
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
};

/** Reads what a container prints until it ends. A stream that breaks says nothing about the container. */
export const followLogs = async (engine: Engine, { id, isTerminal, shows }: LogOptions): Promise<Output> => {
  const stream = await openLogs(engine, id);
  let tail = "";
  const read = async (): Promise<void> => {
    if (stream === undefined) return;
    for await (const { isError, text } of isTerminal ? linesOf(stream) : framesOf(stream)) {
      if (isError) tail = (tail + text.toString()).slice(-tailLength);
      if (shows) (isError && !isTerminal ? process.stderr : process.stdout).write(text);
    }
  };
  return { lastWords: () => tail.trimEnd().split("\n").at(-1)?.trim() ?? "", ended: read().catch(() => {}) };
};
