import type { ServerStarter } from "@millrace/sdk";

/** Starts a server inside this process, on a free port, with the database and settings a server on its own would have. */
export const startLocalServer: ServerStarter = async () => {
  const [{ serverSettings, startServer }, { readSettings }] = await Promise.all([import("@millrace/server"), import("@millrace/settings")]);
  const { values } = readSettings({ server: serverSettings });
  const { url, fetch, stop } = await startServer({ ...values.server, host: "127.0.0.1", port: 0 });
  return { url, fetch: (address, init) => fetch(new Request(address, init)), stop };
};
