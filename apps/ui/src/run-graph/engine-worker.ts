/** The engine behind messages, for a worker of its own. */
import { createLocalEngine, type GraphAnswer, type LayoutRequest } from "./engine.ts";

export type EngineRequest = { readonly id: number } & (
  | { readonly kind: "read"; readonly answer: GraphAnswer }
  | { readonly kind: "lay-out"; readonly request: LayoutRequest }
);
export type EngineReply = { readonly id: number } & ({ readonly result: unknown } | { readonly error: string });

const engine = createLocalEngine();

const answer = async (request: EngineRequest): Promise<void> => {
  const { id } = request;
  try {
    const result = request.kind === "read" ? await engine.read(request.answer) : await engine.layOut(request.request);
    const reply: EngineReply = { id, result };
    self.postMessage(reply, { transfer: listBuffers(result) });
  } catch (error) {
    const reply: EngineReply = { id, error: error instanceof Error ? error.message : String(error) };
    self.postMessage(reply);
  }
};

/** The columns of a result, which are handed over rather than copied. */
const listBuffers = (value: unknown): Transferable[] => {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.values(value).flatMap(listBuffers);
};

self.addEventListener("message", ({ data }: MessageEvent<EngineRequest>) => void answer(data));
