import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databaseKinds, type TestDatabase, testSettings } from "@millrace/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openForMaintenance } from "./maintenance.ts";
import { migrations } from "./migrate.ts";

describe.each(databaseKinds(process.env))("maintenance on $name", (kind) => {
  let database: TestDatabase;
  let dir: string;
  beforeAll(async () => {
    database = await kind.create();
    dir = mkdtempSync(join(tmpdir(), "millrace-maintenance-"));
  });
  afterAll(async () => {
    await database.drop();
    rmSync(dir, { recursive: true });
  });

  test("tells what a new database lacks, makes it, and empties it again and again", async () => {
    // In memory it would be gone as soon as it is closed.
    const databaseUrl = database.url === "sqlite://" ? `sqlite:///${dir}/test.db` : database.url;
    const open = () => openForMaintenance(testSettings({ databaseUrl }));
    const names = migrations.map(({ name }) => name);
    const maintenance = await open();
    expect(await maintenance.listMissing()).toEqual(names);
    expect(await maintenance.upgrade()).toEqual(names);
    expect(await maintenance.listMissing()).toEqual([]);
    expect(await maintenance.upgrade()).toEqual([]);
    await maintenance.close();
    for (let again = 0; again < 2; again++) {
      const other = await open();
      await other.reset();
      expect(await other.listMissing()).toEqual([]);
      await other.close();
    }
  });
});
