/** A worker's health over HTTP, for whoever restarts what hangs (workers.md §1.1). */
import { once } from "node:events";
import { createServer } from "node:http";
import type { Worker } from "./worker.ts";
import { WorkerError } from "./worker-error.ts";

export interface HealthServer {
  readonly port: number;
  readonly close: () => void;
}

export interface HealthAddress {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
}

/** As many polls may be missed. */
const patience = 30;

/** Answers `GET /health`: 200 while the worker asks for runs, 503 once it has not for 30 times its interval. */
export const serveHealth = async (worker: Worker, { host, port }: HealthAddress): Promise<HealthServer> => {
  const { world } = worker.session;
  const isHealthy = (): boolean => world.nowMicros() - worker.polledMicros <= worker.settings.workerQuerySeconds * patience * 1_000_000;
  const server = createServer(({ url }, response) => {
    const known = url?.split("?")[0] === "/health";
    const status = known ? (isHealthy() ? 200 : 503) : 404;
    const message = { 200: "OK", 503: "The worker has not asked for runs for a while; it may hang.", 404: "Not found" }[status];
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ message }));
  });
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new WorkerError(
      `The worker's health cannot be told on ${host}:${port}: ${reason}. Set PREFECT_WORKER_WEBSERVER_PORT to a free port.`,
    );
  }
  server.unref();
  const address = server.address();
  return { port: typeof address === "object" && address !== null ? address.port : port, close: () => void server.close() };
};
