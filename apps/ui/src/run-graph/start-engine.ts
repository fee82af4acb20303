import { createLocalEngine, type GraphEngine } from "./engine.ts";
import type { EngineReply, EngineRequest } from "./engine-worker.ts";

interface Caller {
  resolve(result: never): void;
  reject(error: Error): void;
}

/** An engine in a worker of its own, which starts with the first question; where a browser has no workers, one in the page. */
export const startEngine = (): GraphEngine => {
  if (typeof Worker === "undefined") return createLocalEngine();
  const callers = new Map<number, Caller>();
  let worker: Worker | undefined;
  let asked = 0;
  const failAll = (message: string): void => {
    for (const { reject } of callers.values()) reject(new Error(message));
    callers.clear();
  };
  const start = (): Worker => {
    const started = new Worker(new URL("./engine-worker.ts", import.meta.url), { type: "module" });
    started.addEventListener("message", ({ data }: MessageEvent<EngineReply & { result: never }>) => {
      const caller = callers.get(data.id);
      callers.delete(data.id);
      if ("error" in data) caller?.reject(new Error(data.error));
      else caller?.resolve(data.result);
    });
    started.addEventListener("error", ({ message }) =>
      failAll(message || "The part of the page that prepares graphs could not be loaded."),
    );
    return started;
  };
  const ask = <T>(request: EngineRequest): Promise<T> =>
    new Promise((resolve, reject) => {
      callers.set(request.id, { resolve, reject });
      worker ??= start();
      worker.postMessage(request);
    });
  return {
    read: (answer) => ask({ id: asked++, kind: "read", answer }),
    layOut: (request) => ask({ id: asked++, kind: "lay-out", request }),
    close: () => {
      worker?.terminate();
      worker = undefined;
      failAll("The page was left.");
    },
  };
};
