import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Tx } from "./connection.ts";
import { aFolder } from "./fixtures/temp-files.ts";
import { countCommits } from "./fixtures/wal.ts";
import { createWriter } from "./sqlite-writer.ts";

const openWriter = (sync = () => Promise.resolve()) => {
  const file = join(aFolder(), "group.db");
  const database = new DatabaseSync(file);
  database.exec(
    "pragma journal_mode = wal; pragma foreign_keys = on; create table item (name text primary key, after text references item)",
  );
  const onlooker = new DatabaseSync(file, { readOnly: true });
  onTestFinished(() => {
    onlooker.close();
    database.close();
  });
  return {
    file,
    database,
    ...createWriter(database, { defer: setImmediate, sync }),
    /** What another connection sees, which is what is committed. */
    committed: () =>
      onlooker
        .prepare("select name from item order by name")
        .all()
        .map((row) => row.name),
  };
};

const put = (tx: Tx, name: string, after: string | null = null) => sql`insert into item values (${name}, ${after})`.execute(tx);
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `item-${String(index).padStart(3, "0")}`);

describe("works that wait together", () => {
  test("share one commit", async () => {
    const { file, transact, committed } = openWriter();
    const before = countCommits(file);
    await Promise.all(names(100).map((name) => transact((tx) => put(tx, name))));
    expect(committed()).toEqual(names(100));
    expect(countCommits(file) - before).toBe(1);
  });

  test("share few commits when they are very many", async () => {
    const { file, transact } = openWriter();
    const before = countCommits(file);
    await Promise.all(names(1000).map((name) => transact((tx) => put(tx, name))));
    expect(countCommits(file) - before).toBe(4);
  });

  test("are told one after the other, in the order they came, once other connections see them", async () => {
    const { transact, committed } = openWriter();
    const told: string[] = [];
    const seen: unknown[] = [];
    await Promise.all(
      names(5).map((name) =>
        transact(async (tx) => {
          tx.afterCommit(() => {
            told.push(`hook ${name}`);
            seen.push(committed().length);
          });
          await put(tx, name);
          seen.push(committed().length);
        }).then(() => told.push(name)),
      ),
    );
    expect(told).toEqual([...names(5).map((name) => `hook ${name}`), ...names(5)]);
    expect(seen).toEqual([0, 0, 0, 0, 0, 5, 5, 5, 5, 5]);
  });

  test("see the writes of those before them", async () => {
    const { transact } = openWriter();
    const [, seen] = await Promise.all([
      transact((tx) => put(tx, "first")),
      transact((tx) => sql<{ name: string }>`select name from item`.execute(tx)),
    ]);
    expect(seen.rows).toEqual([{ name: "first" }]);
  });
});

describe("a work that fails", () => {
  test("takes back only its own writes, and runs no hook", async () => {
    const { transact, committed } = openWriter();
    const hooks: string[] = [];
    const outcomes = await Promise.allSettled(
      names(6).map((name, index) =>
        transact(async (tx) => {
          tx.afterCommit(() => hooks.push(name));
          await put(tx, name);
          if (index % 2 === 1) throw new Error(`no ${name}`);
          return name;
        }),
      ),
    );
    const kept = names(6).filter((_, index) => index % 2 === 0);
    expect(committed()).toEqual(kept);
    expect(hooks).toEqual(kept);
    expect(outcomes.map((outcome) => (outcome.status === "fulfilled" ? outcome.value : (outcome.reason as Error).message))).toEqual(
      names(6).map((name, index) => (index % 2 === 0 ? name : `no ${name}`)),
    );
  });

  test("may go on after a statement the database refused", async () => {
    const { transact, committed } = openWriter();
    await transact(async (tx) => {
      await put(tx, "a");
      await expect(put(tx, "a")).rejects.toThrow("UNIQUE constraint failed");
      await put(tx, "b");
    });
    expect(committed()).toEqual(["a", "b"]);
  });

  test("leaves nothing behind that it had set going beside what failed", async () => {
    const { transact, committed } = openWriter();
    const late: unknown[] = [];
    const failing = transact((tx) => {
      const slow = async (): Promise<void> => {
        await put(tx, "slow");
        await new Promise(setImmediate);
        await put(tx, "slower");
      };
      const noted = slow().catch((error: unknown) => late.push((error as Error).message));
      return Promise.all([noted, Promise.reject(new Error("at once"))]);
    });
    const others = names(3).map((name) => transact((tx) => put(tx, name)));
    await expect(failing).rejects.toThrow("at once");
    await Promise.all(others);
    await new Promise(setImmediate);
    expect(late).toEqual(["This transaction is over."]);
    expect(committed()).toEqual(names(3));
  });

  test("after its commit tells its caller, and keeps nobody else from being told", async () => {
    const { transact, committed } = openWriter();
    const [hooked, other] = await Promise.allSettled([
      transact(async (tx) => {
        tx.afterCommit(() => {
          throw new Error("the hook is broken");
        });
        await put(tx, "a");
      }),
      transact((tx) => put(tx, "b")),
    ]);
    expect(hooked).toMatchObject({ status: "rejected", reason: { message: "the hook is broken" } });
    expect(other.status).toBe("fulfilled");
    expect(committed()).toEqual(["a", "b"]);
    await transact((tx) => put(tx, "c"));
    expect(committed()).toEqual(["a", "b", "c"]);
  });
});

describe("a commit that fails", () => {
  test("fails all that shared it, keeps nothing, and the next one goes through", async () => {
    const { transact, committed } = openWriter();
    const hooks: string[] = [];
    const outcomes = await Promise.allSettled([
      ...names(3).map((name) =>
        transact(async (tx) => {
          tx.afterCommit(() => hooks.push(name));
          await put(tx, name);
        }),
      ),
      transact(async (tx) => {
        // Checked at the commit alone, so that it is the commit that is refused.
        await sql`pragma defer_foreign_keys = on`.execute(tx);
        await put(tx, "orphan", "nobody");
      }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected", "rejected"]);
    expect(hooks).toEqual([]);
    expect(committed()).toEqual([]);
    await transact((tx) => put(tx, "next"));
    expect(committed()).toEqual(["next"]);
  });

  test("on a full disk nobody is told of a write that is not there, and room lets it go on", async () => {
    const { database, transact, committed } = openWriter();
    database.exec("pragma max_page_count = 12");
    const long = (name: string): string => name + "x".repeat(5000);
    const outcomes = await Promise.allSettled(names(20).map((name) => transact((tx) => put(tx, long(name)).then(() => long(name)))));
    const told = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    const reasons = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [(outcome.reason as Error).message] : []));
    expect(new Set(reasons)).toEqual(new Set(["database or disk is full"]));
    expect(committed()).toEqual(told);
    database.exec("pragma max_page_count = 100000");
    await transact((tx) => put(tx, "room"));
    expect(committed()).toEqual([...told, "room"]);
  });
});

describe("the sync of the disk", () => {
  /** A disk that takes as long as the test wants. */
  const slowDisk = () => {
    const rests: { settle: () => void; fail: (error: Error) => void }[] = [];
    const sync = () => new Promise<void>((resolve, reject) => void rests.push({ settle: resolve, fail: reject }));
    return { rests, sync };
  };

  test("comes before anybody is told; what arrives meanwhile is written, and shares the next one", async () => {
    const { rests, sync } = slowDisk();
    const { file, transact, committed } = openWriter(sync);
    const before = countCommits(file);
    const told: string[] = [];
    const ask = (name: string) => transact((tx) => put(tx, name)).then(() => told.push(name));
    const first = ask("first");
    await expect.poll(() => rests.length).toBe(1);
    const written: string[] = [];
    const others = names(3).map((name) =>
      transact(async (tx) => {
        await put(tx, name);
        written.push(name);
      }).then(() => told.push(name)),
    );
    await expect.poll(() => written).toEqual(names(3));
    expect(told).toEqual([]);
    expect(committed()).toEqual(["first"]);
    rests[0]?.settle();
    await first;
    await expect.poll(() => rests.length).toBe(2);
    expect(told).toEqual(["first"]);
    rests[1]?.settle();
    await Promise.all(others);
    expect(told).toEqual(["first", ...names(3)]);
    expect(countCommits(file) - before).toBe(2);
  });

  test("that fails is told to all that wait for it, and nothing is written any more", async () => {
    const { rests, sync } = slowDisk();
    const { transact, committed } = openWriter(sync);
    const first = transact((tx) => put(tx, "first"));
    await expect.poll(() => rests.length).toBe(1);
    const meanwhile = transact((tx) => put(tx, "meanwhile"));
    rests[0]?.fail(new Error("EIO: i/o error, fdatasync"));
    for (const work of [first, meanwhile, transact((tx) => put(tx, "later"))])
      await expect(work).rejects.toThrow("The disk did not keep what was written to the database (EIO: i/o error, fdatasync)");
    expect(committed()).toEqual(["first"]);
  });
});

test("idle waits for everything that was asked", async () => {
  const { transact, idle, committed } = openWriter();
  const works = names(300).map((name) => transact((tx) => put(tx, name)));
  await idle();
  expect(committed()).toHaveLength(300);
  await Promise.all(works);
});
