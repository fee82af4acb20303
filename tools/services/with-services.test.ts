import { spawn } from "node:child_process";
import { once } from "node:events";
import { createConnection } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";

const program = new URL("../with-services", import.meta.url).pathname;

const runWithServices = async (...command: string[]): Promise<{ code: number; output: string }> => {
  const {
    MILLRACE_TEST_POSTGRES_URL: _postgres,
    MILLRACE_TEST_PGBOUNCER_URL: _pooler,
    MILLRACE_TEST_REDIS_URL: _redis,
    ...env
  } = process.env;
  const child = spawn(program, command, { env, stdio: ["ignore", "pipe", "ignore"] });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
  return { code, output };
};

const printUrls = "for (const [name, url] of Object.entries(process.env)) if (/^MILLRACE_TEST_\\w+_URL$/.test(name)) console.log(url)";

const isListening = async (url: string): Promise<boolean> => {
  const { hostname, port } = new URL(url);
  const connection = createConnection(Number(port), hostname);
  try {
    await once(connection, "connect");
    return true;
  } catch {
    return false;
  } finally {
    connection.destroy();
  }
};

describe("with-services", () => {
  test("ends with the exit code of its command", async () => {
    expect((await runWithServices("node", "-e", "process.exitCode = 3")).code).toBe(3);
  });

  test("says so when there is no such command", async () => {
    expect((await runWithServices("no-such-command")).code).toBe(127);
  });

  test("leaves nothing listening where its services were", async () => {
    const { output } = await runWithServices("node", "-e", printUrls);
    const urls = output.split("\n").filter((line) => line !== "");
    expect(await Promise.all(urls.map(isListening))).toEqual(urls.map(() => false));
  });
});
