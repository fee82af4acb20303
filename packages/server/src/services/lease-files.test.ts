import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConcurrencyLease, GlobalConcurrencyLimit } from "@millrace/contract";
import { onEveryDatabase, type TestServer, testSettings, uniqueName } from "@millrace/testing";
import { expect } from "vitest";
import { createLeaseFiles } from "./lease-files.ts";
import type { Service } from "./service.ts";

const limits = "/v2/concurrency_limits";

const withDirectory = async (body: (directory: string, files: Service) => Promise<void>): Promise<void> => {
  const directory = await mkdtemp(join(tmpdir(), "millrace-leases-"));
  try {
    await body(directory, createLeaseFiles(testSettings({ leaseDirectory: directory })));
  } finally {
    await rm(directory, { recursive: true });
  }
};

const aLimit = (server: TestServer) => server.ask<GlobalConcurrencyLimit>("POST", `${limits}/`, { name: uniqueName("limit"), limit: 2 });

const claim = async (server: TestServer, name: string, holder?: object): Promise<string> => {
  const claimed = { names: [name], slots: 1, lease_duration: 60, holder };
  return (await server.ask<ConcurrencyLease>("POST", `${limits}/increment-with-lease`, claimed)).lease_id;
};

const taken = async (server: TestServer, name: string): Promise<number> =>
  (await server.ask<GlobalConcurrencyLimit>("GET", `${limits}/${name}`)).active_slots;

const read = async (directory: string, name: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(directory, `${name}.json`), "utf8"));

onEveryDatabase("the files of leases", (it) => {
  it("tell each lease that there is, as long as there is", ({ server }) =>
    withDirectory(async (directory, files) => {
      const left = join(directory, "11111111-1111-4111-8111-111111111111.json");
      await writeFile(left, "{}");
      await writeFile(join(directory, "readme.json"), "{}");
      const limit = await aLimit(server);
      const holder = { type: "task_run", id: "22222222-2222-4222-8222-222222222222" };
      const [first, second] = [await claim(server, limit.name, holder), await claim(server, limit.name)];
      await files.runOnce(server.ctx);
      const moment = expect.stringMatching(/^2026-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$/);
      const told = await read(directory, first);
      expect(told).toEqual({
        id: first,
        resource_ids: [limit.id],
        metadata: { slots: 1, holder },
        expiration: moment,
        created_at: moment,
      });
      expect((await read(directory, second)).metadata).toEqual({ slots: 1 });
      expect(await read(directory, "expirations")).toMatchObject({ [first]: told.expiration });

      await server.clock.advance("10s");
      await server.ask("POST", `${limits}/leases/${first}/renew`, { lease_duration: 60 });
      await server.ask("POST", `${limits}/decrement-with-lease`, { lease_id: second });
      await files.runOnce(server.ctx);
      expect(Date.parse(String((await read(directory, first)).expiration)) - Date.parse(String(told.expiration))).toBe(10_000);
      expect(Object.keys(await read(directory, "expirations"))).not.toContain(second);
      expect((await readdir(directory)).sort()).toEqual([`${first}.json`, "expirations.json", "readme.json"].sort());
      await server.ask("POST", `${limits}/decrement-with-lease`, { lease_id: first });
    }));

  it("end a lease when somebody writes into its file that it has run out, and nothing else", ({ server }) =>
    withDirectory(async (directory, files) => {
      const limit = await aLimit(server);
      const [ended, kept] = [await claim(server, limit.name), await claim(server, limit.name)];
      await files.runOnce(server.ctx);
      const change = async (id: string, content: object | string) =>
        writeFile(join(directory, `${id}.json`), typeof content === "string" ? content : JSON.stringify(content));
      await change(ended, { ...(await read(directory, ended)), expiration: server.clock.now().replace("Z", "+00:00") });
      for (const nonsense of ["", "{", { expiration: "soon" }, { expiration: "2099-01-01T00:00:00+00:00" }]) {
        await change(kept, nonsense);
        await files.runOnce(server.ctx);
        expect(await taken(server, limit.name)).toBe(1);
      }
      expect((await readdir(directory)).sort()).toEqual([`${kept}.json`, "expirations.json"].sort());
      expect((await server.call("POST", `${limits}/leases/${ended}/renew`, { lease_duration: 60 })).status).toBe(410);
      expect((await server.call("POST", `${limits}/leases/${kept}/renew`, { lease_duration: 60 })).status).toBe(204);
      await server.clock.advance("61s");
      await server.ask("POST", `${limits}/decrement-with-lease`, { lease_id: kept });
    }));
});
