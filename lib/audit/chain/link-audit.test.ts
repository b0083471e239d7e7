import { randomUUID } from "node:crypto";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { acquireLease, type Lease, releaseLease } from "@/lib/jobs/lease";
import { recordAudit } from "../record-audit";
import { beginCanonical, canonicalRow } from "./canonical-row";
import { hashLink, linkAudit, readChainHead } from "./link-audit";

let database: TestDatabase;
const now = new Date("2026-11-21T08:00:00Z");
const actor = { kind: "system", id: "test", name: "Test" } as const;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.owner`truncate audit_log, audit_chain, leases restart identity`);

async function hold(holder = "one"): Promise<Lease> {
  const lease = await acquireLease(database.sql, "audit-chain", holder);
  if (!lease) throw new Error("held by another");
  return lease;
}

const record = (id: string) =>
  database.db.transaction((db) => recordAudit({ db, actor, now }, { action: "a.b", target: { kind: "t", id } }));

/** Transactions of other tests' databases hold rows back too. */
async function linkAll(lease: Lease, count: number): Promise<void> {
  let linked = 0;
  await vi.waitFor(
    async () => {
      linked += await linkAudit(database.sql, lease);
      expect(linked).toBe(count);
    },
    { timeout: 15_000, interval: 20 },
  );
}

const targets = async () => {
  const rows = await database.sql<{ id: string }[]>`
    select target_id as id from audit_chain c join audit_log a on a.id = c.audit_id order by position`;
  return rows.map((row) => row.id);
};

test("rows are linked once, in order, and what commits late comes late", async () => {
  const lease = await hold();
  const open = await database.sql.reserve();
  await open`begin`;
  await open`insert into audit_log (at, actor_kind, actor_id, actor_name, action, target_kind, target_id)
    values (now(), 'system', 'x', 'x', 'a.b', 't', 'late')`;
  await record("early");
  // The early row waits for the open transaction, which is older: else the late one would sort before what is linked.
  expect(await linkAudit(database.sql, lease)).toBe(0);
  await open`commit`;
  open.release();
  await linkAll(lease, 2);
  await record("after");
  await linkAll(lease, 1);
  expect(await targets()).toEqual(["late", "early", "after"]);
  expect(await linkAudit(database.sql, lease)).toBe(0);
  expect(await readChainHead(database.sql)).toMatchObject({ position: 3 });
});

test("rows of a transaction that was rolled back leave no gap in the positions", async () => {
  const lease = await hold();
  await record("one");
  await database.db
    .transaction(async (db) => {
      await recordAudit({ db, actor, now }, { action: "a.b", target: { kind: "t", id: "never" } });
      throw new Error("rolled back");
    })
    .catch(() => {});
  await record("two");
  await linkAll(lease, 2);
  const rows = await database.sql`select position::int, audit_id::int as id from audit_chain order by position`;
  expect(rows).toEqual([
    { position: 1, id: 1 },
    { position: 2, id: 3 },
  ]);
});

test("of two linkers at once each row is linked once, and one whose lease was taken writes nothing", async () => {
  const old = await hold("one");
  for (let i = 0; i < 20; i++) await record(String(i));
  const results = await Promise.allSettled([linkAudit(database.sql, old), linkAudit(database.sql, old)]);
  const lost = results.filter((result) => result.status === "rejected");
  for (const { reason } of lost) expect(reason).toMatchObject({ code: "23505" });
  await linkAll(old, 20 - results.reduce((sum, each) => sum + (each.status === "fulfilled" ? each.value : 0), 0));
  expect(await targets()).toEqual(Array.from({ length: 20 }, (_, i) => String(i)));

  await releaseLease(database.sql, old);
  const young = await hold("two");
  await record("more");
  await vi.waitFor(() => expect(linkAudit(database.sql, old)).rejects.toThrow("has another holder"), 15_000);
  await linkAll(young, 1);
});

test("a linker that is cut off in the middle leaves nothing, and the next one goes on", async () => {
  const lease = await hold();
  await record("one");
  await linkAll(lease, 1);
  await record("two");
  const cut = await createCut(database);
  await vi.waitFor(() => expect(linkAudit(database.sql, lease)).rejects.toMatchObject({ code: "57014" }), 15_000);
  expect(await targets()).toEqual(["one"]);
  await cut.mend();
  await linkAll(lease, 1);
  expect(await targets()).toEqual(["one", "two"]);
});

/** The insert into the chain fails at its end, as if the connection had been cut. */
async function createCut({ owner: sql }: TestDatabase) {
  await sql.unsafe(`
    create function cut() returns trigger language plpgsql as $$ begin raise exception 'cut' using errcode = '57014'; end $$;
    create trigger cut after insert on audit_chain for each statement execute function cut()`);
  return { mend: () => sql.unsafe("drop trigger cut on audit_chain; drop function cut") };
}

test("a database that was restored elsewhere goes on where it stood, and loses no row", async () => {
  const lease = await hold();
  for (const id of ["one", "two", "left over"]) await record(id);
  // The earlier server counted far higher.
  await database.owner`update audit_log set xid = (4000000000 + id)::text::xid8`;
  await database.owner`delete from audit_chain`;
  await linkAll(lease, 3);
  await database.owner`delete from audit_chain where position = 3`;
  for (const id of ["new", "newer"]) await record(id);
  await linkAll(lease, 3);
  expect(await targets()).toEqual(["one", "two", "left over", "new", "newer"]);
  await record("newest");
  await linkAll(lease, 1);
  expect((await targets()).at(-1)).toBe("newest");
});

type Canonical = { text: string; id: string; xid: string; before: string | null; after: string | null };

const anyText = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\0", ""));
const anyJson = fc.option(fc.jsonValue().map((value) => JSON.stringify(value).replaceAll("\\u0000", "")));

/** In a session of another style and zone. */
async function readCanonical(actorId: string): Promise<Canonical | undefined> {
  const text = canonicalRow({ position: "7::bigint", linkedAt: "a.at" });
  return database.sql.begin(async (sql) => {
    await sql`select set_config('datestyle', 'German', true), set_config('timezone', 'Asia/Kolkata', true)`;
    await beginCanonical(sql);
    const [row] = await sql.unsafe<Canonical[]>(
      `select ${text}::text as text, id::text, xid::text, before::text, after::text from public.audit_log a where actor_id = $1`,
      [actorId],
    );
    return row;
  });
}

test("the canonical form is RFC 8785 of the row as it is stored, whatever stands in it", async () => {
  await fc.assert(
    fc.asyncProperty(anyText, anyText, anyJson, anyJson, async (name, target, before, after) => {
      const id = randomUUID();
      await database.sql`
        insert into audit_log (at, actor_kind, actor_id, actor_name, action, target_kind, target_id, before, after, address)
        values ('2026-11-21 08:00:00.123456+00', 'user', ${id}, ${name}, 'a.b', 't', ${target},
          ${before}::text::jsonb, ${after}::text::jsonb, '192.0.2.7')`;
      const row = await readCanonical(id);
      const at = "2026-11-21 08:00:00.123456";
      const expected = [
        ...["muster-audit/1", "7", at, row?.id, row?.xid, at],
        ...["user", id, name, "a.b", "t", target, row?.before, row?.after, "192.0.2.7/32"],
      ];
      expect(row?.text).toBe(canonicalize(expected));
    }),
    { numRuns: 60 },
  );
});

test("every column of the log is under the hash", async () => {
  const columns = await database.sql<{ name: string }[]>`
    select column_name as name from information_schema.columns where table_schema = 'public' and table_name = 'audit_log'`;
  const form = canonicalRow({ position: "1", linkedAt: "now()" });
  for (const { name } of columns) expect(form).toMatch(new RegExp(`\\ba\\.${name}\\b`));
});

test("a link is SHA-256 of the hash before and the form, as any other tool computes it", () => {
  // (head -c 32 /dev/zero; printf '{}') | sha256sum
  const expected = "fb1634c4e6cd4b1f1afe3ce2d6ef080f7ac5d1f357d723ad4dfca782733b62db";
  expect(hashLink(Buffer.alloc(32), "{}").toString("hex")).toBe(expected);
});
