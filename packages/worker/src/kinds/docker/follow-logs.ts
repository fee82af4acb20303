import type { Engine } from "./engine.ts";

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
  /** Passes on what the container prints, as it prints it; else only the end is read. */
  readonly shows: boolean;
}

/** Splits what the engine sends into what was printed and where: a mark, three zeros, the length, the bytes. */
async function* framesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<{ readonly isError: boolean; readonly text: Buffer }> {
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

/** Reads what a container prints until it ends. A stream that breaks says nothing about the container. */
export const followLogs = async (engine: Engine, { id, shows }: LogOptions): Promise<Output> => {
  const query = { follow: "1", stdout: "1", stderr: "1" };
  const stream = await engine.open({ path: `/containers/${id}/logs`, query });
  let tail = "";
  const read = async (): Promise<void> => {
    for await (const { isError, text } of framesOf(stream)) {
      if (isError) tail = (tail + text.toString()).slice(-tailLength);
      if (shows) (isError ? process.stderr : process.stdout).write(text);
    }
  };
  return { lastWords: () => tail.trimEnd().split("\n").at(-1)?.trim() ?? "", ended: read().catch(() => {}) };
};
