import { once } from "node:events";
import { createServer } from "node:net";
import { createPostgresDatabase } from "@millrace/testing";
import { sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Tx } from "./connection.ts";
import { open, options, postgresUrl } from "./fixtures/open.ts";
import { openDatabase } from "./open-database.ts";
import type { Database } from "./transaction.ts";

const url = postgresUrl ?? "";
const poolerUrl = process.env.MILLRACE_TEST_PGBOUNCER_URL;

const aPostgres = async (overrides: Parameters<typeof open>[1] = {}): Promise<Database> => {
  const place = await createPostgresDatabase(url);
  onTestFinished(() => place.drop());
  const db = await open(place.url, overrides);
  await db.transact((tx) => sql`create table item (name text primary key, n integer)`.execute(tx));
  return db;
};

const items = async (db: Database): Promise<unknown[]> => (await sql`select name, n from item order by name`.execute(db.read)).rows;
const put = (tx: Tx, name: string, n = 0) => sql`insert into item values (${name}, ${n})`.execute(tx);

const aClosedPort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
};

test("a PostgreSQL that is not there is named without its password, with what to check", async () => {
  const port = await aClosedPort();
  const opening = openDatabase(`postgresql+asyncpg://someone:secret@127.0.0.1:${port}/name`, options());
  await expect(opening).rejects.toMatchObject({
    name: "PreconditionError",
    message: expect.stringMatching(
      new RegExp(`postgresql://someone@127\\.0\\.0\\.1:${port}/name cannot be reached: .*ECONNREFUSED.*Check that PostgreSQL runs there`),
    ),
  });
  await expect(opening).rejects.not.toThrow("secret");
});

describe.skipIf(postgresUrl === undefined)("PostgreSQL", () => {
  test("compiles none of our queries, on no connection", async () => {
    const db = await aPostgres();
    const jit = async () =>
      (await sql<{ jit: string }>`select current_setting('jit') as jit, pg_sleep(0.05)`.execute(db.read)).rows[0]?.jit;
    expect(await Promise.all([jit(), jit(), jit()])).toEqual(["off", "off", "off"]);
    expect(await db.transact(async (tx) => (await sql<{ jit: string }>`show jit`.execute(tx)).rows)).toEqual([{ jit: "off" }]);
  });

  test("that has no such database is named, with the reason", async () => {
    const nowhere = new URL(url);
    nowhere.pathname = "/nowhere";
    await expect(openDatabase(nowhere.href, options())).rejects.toMatchObject({
      name: "PreconditionError",
      message: expect.stringContaining('/nowhere cannot be reached: database "nowhere" does not exist.'),
    });
  });

  test("that knows no such user is named, with the reason and without the password", async () => {
    const stranger = new URL(url);
    stranger.username = "stranger";
    stranger.password = "secret";
    const opening = openDatabase(stranger.href, options());
    await expect(opening).rejects.toThrow('role "stranger" does not exist');
    await expect(opening).rejects.not.toThrow("secret");
  });

  test("keeps all of a work or nothing, and runs hooks only for what is kept", async () => {
    const db = await aPostgres();
    const hooks: string[] = [];
    const keeping = db.transact(async (tx) => {
      tx.afterCommit(() => hooks.push("kept"));
      await put(tx, "a");
      return "done";
    });
    expect(await keeping).toBe("done");
    const failing = db.transact(async (tx) => {
      tx.afterCommit(() => hooks.push("never"));
      await put(tx, "b");
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await items(db)).toEqual([{ name: "a", n: 0 }]);
    expect(hooks).toEqual(["kept"]);
  });

  test("leaves nothing behind of queries sent beside one that failed", async () => {
    const db = await aPostgres({ poolSize: 1 });
    const late: unknown[] = [];
    const failing = db.transact((tx) => {
      const slow = async (): Promise<void> => {
        await put(tx, "slow");
        await put(tx, "slower");
      };
      return Promise.all([slow().catch((error: unknown) => late.push((error as Error).message)), Promise.reject(new Error("at once"))]);
    });
    await expect(failing).rejects.toThrow("at once");
    await db.transact((tx) => put(tx, "next"));
    expect(late).toEqual(["This transaction is over."]);
    expect(await items(db)).toEqual([{ name: "next", n: 0 }]);
  });

  test("keeps writes in their place that need not be waited for, and reads see them", async () => {
    const db = await aPostgres();
    const seen = await db.transact(async (tx) => {
      await sql`insert into item values ('a', 1)`.execute(tx.later);
      await sql`update item set n = n + 1`.execute(tx.later);
      const { rows } = await sql`select name, n from item`.execute(tx);
      await sql`update item set n = n * 10`.execute(tx.later);
      return rows;
    });
    expect(seen).toEqual([{ name: "a", n: 2 }]);
    expect(await items(db)).toEqual([{ name: "a", n: 20 }]);
  });

  test("tells of a write that failed though nobody waited for it, and keeps nothing", async () => {
    const db = await aPostgres({ poolSize: 1 });
    const hooks: string[] = [];
    const failing = (last: boolean) =>
      db.transact(async (tx) => {
        tx.afterCommit(() => hooks.push("never"));
        await put(tx, "a");
        await sql`insert into item values ('a', 2)`.execute(tx.later);
        if (!last) await put(tx, "b");
      });
    for (const last of [true, false]) await expect(failing(last)).rejects.toMatchObject({ code: "23505" });
    await db.transact((tx) => sql`insert into item values ('c', 0)`.execute(tx.later));
    expect(await items(db)).toEqual([{ name: "c", n: 0 }]);
    expect(hooks).toEqual([]);
  });

  test("tells of a failure that the work passed over, since nothing is kept then", async () => {
    const db = await aPostgres();
    const ignoring = db.transact(async (tx) => {
      await put(tx, "a");
      await put(tx, "a").catch(() => undefined);
    });
    await expect(ignoring).rejects.toThrow("rolled back");
    expect(await items(db)).toEqual([]);
  });

  test("runs a work again that met a deadlock", async () => {
    const db = await aPostgres();
    await db.transact(async (tx) => {
      await put(tx, "a");
      await put(tx, "b");
    });
    let attempts = 0;
    let meet: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      let here = 0;
      meet = () => ++here === 2 && resolve();
    });
    const addTo = (first: string, second: string) =>
      db.transact(async (tx) => {
        attempts++;
        const add = (name: string) => sql`update item set n = n + 1 where name = ${name}`.execute(tx);
        await add(first);
        meet();
        await both;
        await add(second);
      });
    await Promise.all([addTo("a", "b"), addTo("b", "a")]);
    expect(attempts).toBe(3);
    expect(await items(db)).toEqual([
      { name: "a", n: 2 },
      { name: "b", n: 2 },
    ]);
  });

  test("runs a work again whose connection was closed under it, on a new one", async () => {
    const db = await aPostgres();
    let attempts = 0;
    await db.transact(async (tx) => {
      attempts++;
      await put(tx, "a");
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      if (attempts === 1) await sql`select pg_terminate_backend(${rows[0]?.pid ?? 0})`.execute(db.read);
      await put(tx, "b");
    });
    expect(attempts).toBe(2);
    expect(await items(db)).toHaveLength(2);
  });

  test("keeps statements planned that come again and again, where no pooler sits between", async () => {
    const db = await aPostgres({ poolSize: 1 });
    const insert = (name: string) => ({ sql: "insert into item values ($1, 0)", parameters: [name], repeated: true }) as const;
    for (const name of ["a", "b", "c"]) await db.transact((tx) => tx.run(insert(name)));
    const planned = sql<{ statement: string }>`select statement from pg_prepared_statements where name <> ''`;
    expect((await planned.execute(db.read)).rows).toEqual([{ statement: "insert into item values ($1, 0)" }]);
    await expect(db.transact((tx) => Promise.all([tx.run(insert("a")), tx.run(insert("d")), tx.run(insert("d"))]))).rejects.toThrow(
      "duplicate key",
    );
    await db.transact((tx) => tx.run(insert("d")));
    expect(await items(db)).toHaveLength(4);
  });

  test.skipIf(poolerUrl === undefined)(
    "keeps none planned behind a pooler, where the next transaction may meet another connection",
    async () => {
      const place = await createPostgresDatabase(url, poolerUrl);
      onTestFinished(() => place.drop());
      const db = await open(place.url);
      await db.transact((tx) => sql`create table item (name text primary key, n integer)`.execute(tx));
      const insert = (name: string) => ({ sql: "insert into item values ($1, 0)", parameters: [name], repeated: true }) as const;
      await Promise.all(Array.from({ length: 40 }, (_, index) => db.transact((tx) => tx.run(insert(`item-${index}`)))));
      expect((await sql`select name from pg_prepared_statements where name like 'millrace%'`.execute(db.read)).rows).toEqual([]);
      expect(await items(db)).toHaveLength(40);
    },
  );

  test("says that it is busy when every connection stays taken, rather than waiting for ever", async () => {
    const db = await aPostgres({ poolSize: 1, connectionTimeoutMillis: 2000 });
    let free: () => void = () => undefined;
    const holding = db.transact(async (tx) => {
      await put(tx, "held");
      await new Promise<void>((resolve) => (free = resolve));
    });
    await expect(db.transact((tx) => put(tx, "a"))).rejects.toMatchObject({ name: "DomainError", code: "unavailable" });
    free();
    await holding;
    await db.transact((tx) => put(tx, "b"));
    expect(await items(db)).toEqual([
      { name: "b", n: 0 },
      { name: "held", n: 0 },
    ]);
  });

  describe("with connections to share", () => {
    const insert = (name: string) => ({ sql: "insert into flow values ($1, 0)", parameters: [name], repeated: true }) as const;
    const read = (name: string) =>
      ({ sql: "select id, n, xmin::text as row_version from flow where id = $1", parameters: [name], repeated: true }) as const;
    const set = (tx: Tx, row: Awaited<ReturnType<typeof hold>>, n: number) =>
      tx.dialect.updateHeld(tx.later, { table: "flow", before: row ?? { id: "none", row_version: "0" }, after: { n } });
    const hold = (tx: Tx, name: string) =>
      tx.hold({ table: "flow", id: name }, async () => (await tx.run(read(name))).rows as { id: string; n: number; row_version: string }[]);
    const sharing = async (): Promise<Database> => {
      const db = await aPostgres({ poolSize: 8 });
      await db.transact((tx) => sql`create table flow (id text primary key, n integer)`.execute(tx));
      return db;
    };
    const flows = async (db: Database): Promise<unknown[]> => (await sql`select id, n from flow order by id`.execute(db.read)).rows;

    test("adds up what many works read and write, though none locks", async () => {
      const db = await sharing();
      await db.transact((tx) => tx.later.run(insert("a")));
      let attempts = 0;
      const add = () =>
        db.transact(async (tx) => {
          attempts++;
          const row = await hold(tx, "a");
          await set(tx, row, (row?.n ?? 0) + 1);
        });
      await Promise.all(Array.from({ length: 40 }, add));
      expect(await flows(db)).toEqual([{ id: "a", n: 40 }]);
      expect(attempts).toBeGreaterThan(40);
    });

    test("keeps nothing of a work whose row changed under it, and runs it again with what is true now", async () => {
      const db = await sharing();
      await db.transact((tx) => tx.later.run(insert("a")));
      const seen: (number | undefined)[] = [];
      await db.transact(async (tx) => {
        const row = await hold(tx, "a");
        seen.push(row?.n);
        if (seen.length === 1) await sql`update flow set n = 7`.execute(db.read);
        await tx.later.run(insert(`beside ${seen.length}`));
        await set(tx, row, (row?.n ?? 0) + 1);
      });
      expect(seen).toEqual([0, 7]);
      expect(await flows(db)).toEqual([
        { id: "a", n: 8 },
        { id: "beside 2", n: 0 },
      ]);
    });

    test("checks the held row before anything else is written at once", async () => {
      const db = await sharing();
      await db.transact((tx) => tx.later.run(insert("a")));
      const seen: (number | undefined)[] = [];
      await db.transact(async (tx) => {
        const row = await hold(tx, "a");
        seen.push(row?.n);
        if (seen.length === 1) await sql`update flow set n = 7`.execute(db.read);
        await sql`insert into flow values (${`beside ${seen.length}`}, 0)`.execute(tx);
      });
      expect(seen).toEqual([0, 7]);
      expect(await flows(db)).toHaveLength(2);
    });

    test("fails each of the works that travel together by itself", async () => {
      const db = await sharing();
      const names = ["a", "b", "a", "c", "b", "d"];
      const outcomes = await Promise.allSettled(names.map((name) => db.transact((tx) => tx.later.run(insert(name)))));
      expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(2);
      expect(await flows(db)).toHaveLength(4);
    });

    const addFlow = (tx: Tx, id: string) => tx.dialect.insertMany(tx.later, { table: "flow", rows: [{ id, n: 0 }] });

    test("fails each by itself of those whose writes become one, and keeps the others", async () => {
      const db = await sharing();
      await db.transact((tx) => addFlow(tx, "a"));
      const changing = (n: number) =>
        db.transact(async (tx) => {
          const row = await hold(tx, "a");
          await addFlow(tx, `with ${n}`);
          await set(tx, row, (row?.n ?? 0) + n);
        });
      const names = ["b", "c", "b", "d"];
      const outcomes = await Promise.allSettled([
        ...names.map((name) => db.transact((tx) => addFlow(tx, name))),
        ...[10, 100].map(changing),
      ]);
      const refused = outcomes.filter((one) => one.status === "rejected");
      expect(refused.map(({ reason }) => db.dialect.refusal(reason))).toEqual(["unique"]);
      expect(await flows(db)).toEqual([{ id: "a", n: 110 }, ...["b", "c", "d", "with 10", "with 100"].map((id) => ({ id, n: 0 }))]);
    });

    test("holds a row also when another query begins the transaction meanwhile", async () => {
      const db = await sharing();
      await db.transact((tx) => addFlow(tx, "a"));
      let attempts = 0;
      const seen = await db.transact(async (tx) => {
        const isFirst = ++attempts === 1;
        const holding = tx.hold({ table: "flow", id: "a" }, async () => {
          const { rows } = await tx.run(read("a"));
          if (isFirst) await sql`update flow set n = 7`.execute(db.read);
          return rows as { n: number; row_version: string }[];
        });
        const [row] = await Promise.all([holding, put(tx, "beside")]);
        return row?.n;
      });
      expect([seen, attempts]).toEqual([7, 2]);
    });

    test("does not keep others waiting behind one that waits for a lock", async () => {
      const db = await sharing();
      await db.transact((tx) => Promise.all([addFlow(tx, "a"), addFlow(tx, "b")]));
      const raise = (name: string) =>
        db.transact(async (tx) => {
          const row = await hold(tx, name);
          await set(tx, row, (row?.n ?? 0) + 1);
        });
      let blocked: Promise<void> | undefined;
      await db.transact(async (tx) => {
        await sql`select 1 from flow where id = 'a' for update`.execute(tx);
        blocked = raise("a");
        const waiting = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        await expect.poll(async () => (await waiting.execute(db.read)).rows).toHaveLength(1);
        await raise("b");
      });
      await blocked;
      expect(await flows(db)).toEqual(["a", "b"].map((id) => ({ id, n: 1 })));
    });

    test("loses no work when a shared connection is closed, and tells of writes that nobody can be sure of", async () => {
      const db = await sharing();
      const closing = sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
      const writes = Array.from({ length: 60 }, (_, index) => db.transact((tx) => tx.later.run(insert(`item-${index}`))));
      await closing.execute(db.read);
      const outcomes = await Promise.allSettled(writes);
      const kept = (await flows(db)).map((item) => (item as { id: string }).id);
      for (const [index, outcome] of outcomes.entries()) {
        if (outcome.status === "fulfilled") expect(kept).toContain(`item-${index}`);
        else expect(outcome.reason).toMatchObject({ code: "unavailable" });
      }
      await db.transact((tx) => tx.later.run(insert("next")));
    });
  });
});
