/** A server inside this process, for flows and commands that are told of no other. */
import { type ServerSettings, serverSettings } from "@millrace/server/settings";
import { readSettings, readSources, type Sources, whereWeAre } from "@millrace/settings";

const readServerSettings = (sources: Sources) => readSettings({ server: serverSettings }, { sources }).values.server;

/** Address by which a server with these settings is found on its own machine. */
export const localUrl = ({ host, port, basePath }: Pick<ServerSettings, "host" | "port" | "basePath">): string => {
  // Where every interface is listened on, nobody is found by that name.
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}${basePath}`;
};

/** Address that a server started on this machine with these settings has. */
export const findLocalUrl = (sources: Sources): string => localUrl(readServerSettings(sources));

/** Starts a server inside this process, on a free port, with the database and settings a server on its own would have. */
export const startLocalServer = async (
  sources: Sources = readSources(whereWeAre()),
  { services = true }: { /** False for a server that lives no longer than a few requests. */ readonly services?: boolean } = {},
) => {
  const { startServer } = await import("@millrace/server");
  const settings = readServerSettings(sources);
  const servicesEnabled = services && settings.servicesEnabled;
  const { url, fetch, stop } = await startServer({ ...settings, servicesEnabled, host: "127.0.0.1", port: 0 });
  return { url, fetch: (address: string, init: RequestInit) => fetch(new Request(address, init)), stop };
};

/** The database that a server started on this machine with these settings keeps everything in, without a server. */
export const openLocalDatabase = async (sources: Sources) => {
  const { openForMaintenance } = await import("@millrace/server");
  return openForMaintenance(readServerSettings(sources));
};

/** Starts the background services, which nobody sends requests to: no port is opened. */
export const startLocalServices = async (sources: Sources) => {
  const { startServer } = await import("@millrace/server");
  const { stop } = await startServer({ ...readServerSettings(sources), servicesEnabled: true }, { listens: false });
  return { stop };
};
