import { createLocalEngine, type GraphEngine } from "./engine.ts";
import type { EngineReply, EngineRequest } from "./engine-worker.ts";

interface Waiting {
  resolve(result: never): void;
  reject(error: Error): void;
}

/** An engine in a worker of its own; where a browser has no workers, one in the page. */
export const startEngine = (): GraphEngine => {
  if (typeof Worker === "undefined") return createLocalEngine();
  const worker = new Worker(new URL("./engine-worker.ts", import.meta.url), { type: "module" });
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  const failAll = (message: string): void => {
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
  };
  worker.addEventListener("message", ({ data }: MessageEvent<EngineReply & { result: never }>) => {
    const caller = waiting.get(data.id);
    waiting.delete(data.id);
    if ("error" in data) caller?.reject(new Error(data.error));
    else caller?.resolve(data.result);
  });
  worker.addEventListener("error", (event) => failAll(event.message || "The part of the page that draws graphs could not be loaded."));
  const ask = <T>(request: EngineRequest): Promise<T> =>
    new Promise((resolve, reject) => {
      waiting.set(request.id, { resolve, reject });
      worker.postMessage(request);
    });
  return {
    read: (answer) => ask({ id: asked++, kind: "read", answer }),
    layOut: (request) => ask({ id: asked++, kind: "lay-out", request }),
    close: () => {
      worker.terminate();
      failAll("The page was left.");
    },
  };
};
