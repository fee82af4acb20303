/** A web service over the countries of the world that refuses the first request for each region, as real ones do at times. */
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";

interface Entry {
  readonly name: { readonly common: string };
  readonly region: string;
  readonly area: number;
  readonly borders: readonly string[];
}

const entries = createRequire(import.meta.url)("world-countries") as readonly Entry[];

/** Starts the service on a free port of this machine. */
export const startCountrySource = async (): Promise<{ url: string; stop: () => Promise<void> }> => {
  const asked = new Set<string>();
  const server = createServer((request, response) => {
    const region = decodeURIComponent(request.url?.replace("/regions/", "") ?? "");
    if (!asked.has(region)) {
      asked.add(region);
      response.writeHead(503).end();
      return;
    }
    const countries = entries.filter((entry) => entry.region === region);
    const body = countries.map(({ name, area, borders }) => ({ name: name.common, area, borders }));
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, stop: () => close(server) };
};

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });
