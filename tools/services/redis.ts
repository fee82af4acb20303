import { getProgram } from "./programs.ts";
import type { Place, Running } from "./service.ts";
import { findFreePort, startProgram } from "./start-program.ts";

/** An empty Redis that keeps nothing on disk. */
export const startRedis = async (place: Place): Promise<Running> => {
  const path = getProgram("redis-server", "redis-server");
  const port = await findFreePort();
  const args = ["--bind", "127.0.0.1", "--port", String(port), "--dir", place.folder, "--save", "", "--appendonly", "no"];
  const stop = await startProgram({ path, args, ready: /Ready to accept connections/, stopSignal: "SIGTERM" }, place);
  return { stop, url: `redis://127.0.0.1:${port}` };
};
