import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { acquireLease, type Lease } from "@/lib/jobs/lease";
import { writeAnchorState } from "../anchor/anchor-state";
import { fileAnchor } from "../anchor/file-anchor";
import { linkAudit, readChainHead } from "../chain/link-audit";
import { recordAudit } from "../record-audit";
import type { Verdict } from "./verdict";
import { type AnchorSource, verifyAudit } from "./verify-audit";

const folder = mkdtempSync(join(tmpdir(), "muster-anchor-"));
const file = join(folder, "anchors.jsonl");
let database: TestDatabase;
let lease: Lease;
const actor = { kind: "system", id: "test", name: "Test" } as const;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

/** Ten rows, linked, with anchors at 3, 6 and 10. */
beforeEach(async () => {
  rmSync(file, { force: true });
  await database.owner`truncate audit_log, audit_chain, leases restart identity`;
  lease = (await acquireLease(database.sql, "audit-chain", "test")) as Lease;
  for (const count of [3, 3, 4]) {
    for (let i = 0; i < count; i++) await record();
    await linkAll();
    await anchor();
  }
});

async function record(): Promise<void> {
  const after = { role: "viewer", when: "2026-11-21", amount: 12 };
  const now = new Date("2026-11-21T08:00:00.5Z");
  await database.db.transaction((db) =>
    recordAudit({ db, actor, now }, { action: "user.change-role", target: { kind: "user", id: "u1" }, after }),
  );
}

/** Until nothing waits any more; transactions of other databases of the server hold rows back too. */
async function linkAll(): Promise<void> {
  await vi.waitFor(
    async () => {
      await linkAudit(database.sql, lease);
      expect((await verifyAudit(database.url, null)).unlinked.rows).toBe(0);
    },
    { timeout: 15_000, interval: 20 },
  );
}

async function anchor(): Promise<void> {
  const head = await readChainHead(database.sql);
  if (!head) throw new Error("nothing is linked");
  const { position, hash } = head;
  await fileAnchor(file).write({ time: new Date().toISOString(), position, hash: hash.toString("hex") });
}

/** In one range, and the same verdict wherever ranges end: with 3, positions 3, 6 and 9 are last and 4, 7 and 10 first. */
async function verify(source: AnchorSource = { file }): Promise<Verdict> {
  const verdict = await verifyAudit(database.url, source);
  for (const rowsInRange of [1, 3, 10]) {
    expect(await verifyAudit(database.url, source, rowsInRange)).toEqual({ ...verdict, seconds: expect.any(Number) });
  }
  return verdict;
}
const set = (what: string) => `update audit_log set ${what} where id = 5`;
const tamper = (statements: string) => database.owner.unsafe(statements);

test("an untouched trail is sound, with the tail that is not linked yet", async () => {
  await record();
  const verdict = await verify();
  expect(verdict).toMatchObject({ isSound: true, breaks: [], verified: 10, head: { position: 10 } });
  expect(verdict.anchors).toMatchObject({ read: 3, unreadable: 0, last: { position: 10 } });
  expect(verdict.unlinked).toEqual({ rows: 1, oldestAt: "2026-11-21T08:00:00.500Z" });
});

const everyPosition = Array.from({ length: 10 }, (_, index) => index + 1);

test.each(everyPosition)(
  "edited at position %i: first, last or amid a range, it is the first fault",
  async (position) => {
    await tamper(`update audit_log set action = 'user.create' where id >= ${position}`);
    const { breaks, verified } = await verify();
    expect(verified).toBe(position - 1);
    expect(breaks[0]?.position).toBe(position);
  },
);

test.each(everyPosition)("the link at position %i taken away, with its row or without", async (position) => {
  const isLast = position === 10;
  await tamper(`delete from audit_chain where position = ${position}`);
  expect((await verify()).breaks[0]).toMatchObject(
    isLast ? { kind: "truncated", position } : { kind: "deleted", position, auditId: null },
  );
  await tamper(`delete from audit_log where id = ${position}`);
  expect((await verify()).breaks[0]).toMatchObject({ kind: isLast ? "truncated" : "deleted", position });
});

test.each([
  [4, 6],
  [3, 4],
  [1, 9],
  [2, 9],
])("the links from %i to %i taken away, whole ranges of them", async (from, to) => {
  await tamper(`delete from audit_chain where position between ${from} and ${to}`);
  const { breaks, verified } = await verify();
  expect(verified).toBe(from - 1);
  expect(breaks[0]).toMatchObject({ kind: "deleted", position: from });
});

test("a position beyond all that could be counted up to is a fault and no endless task", async () => {
  await tamper("update audit_chain set position = 9223372036854775807 where position = 10");
  expect((await verify()).breaks[0]).toMatchObject({ kind: "deleted", position: 10 });
});

test("a role that may hold one connection verifies with one", async () => {
  const role = `one_connection_${Date.now()}`;
  const { username } = new URL(database.url);
  await database.owner.unsafe(`create role ${role} login password 'x' connection limit 1 in role ${username}`);
  const url = new URL(database.url);
  [url.username, url.password] = [role, "x"];
  expect(await verifyAudit(url.href, { file }, 3)).toMatchObject({ isSound: true, verified: 10 });
  await tamper(set("action = 'user.create'"));
  expect(await verifyAudit(url.href, { file }, 3)).toMatchObject({ isSound: false, verified: 4 });
  await database.owner.unsafe(`drop role ${role}`);
});

test("an empty trail is sound", async () => {
  await tamper("truncate audit_log, audit_chain");
  expect(await verify(null)).toMatchObject({ isSound: true, verified: 0, head: null });
});

test.each([
  ["the action", set("action = 'user.create'")],
  ["the actor", set("actor_name = 'Somebody else'")],
  ["a field of the value after", set(`after = jsonb_set(after, '{role}', '"admin"')`)],
  ["the scale of a number", set(`after = jsonb_set(after, '{amount}', '12.0')`)],
  ["a number beyond what a double holds", set(`after = jsonb_set(after, '{amount}', '12.00000000000000000001')`)],
  ["nothing into null of JSON", set("before = 'null'")],
  ["the time by a microsecond", set("at = at + interval '1 microsecond'")],
  ["the time by two thousand years", set("at = '2026-11-21 08:00:00.5+00 BC'")],
  ["the time to the end of it", set("at = 'infinity'")],
  ["the address", set("address = '192.0.2.1'")],
  ["when it was linked", "update audit_chain set linked_at = linked_at - interval '1 hour' where position = 5"],
  ["the hash", "update audit_chain set hash = sha256('x') where position = 5"],
  ["the length of the hash", "update audit_chain set hash = '' where position = 5"],
  ["the form", "update audit_chain set form = 2 where position = 5"],
])("edited: %s", async (_, statement) => {
  await tamper(statement);
  const { isSound, breaks, verified } = await verify();
  expect([isSound, verified]).toEqual([false, 4]);
  expect(breaks[0]).toMatchObject({ kind: "edited", position: 5, auditId: 5 });
});

test.each([
  ["a row", "delete from audit_log where id = 5", 5, 5],
  ["a row and its link", "delete from audit_log where id = 5; delete from audit_chain where position = 5", 5, null],
  [
    "the first row and its link",
    "delete from audit_log where id = 1; delete from audit_chain where position = 1",
    1,
    null,
  ],
  [
    "a row and its link, the rest renumbered",
    `delete from audit_log where id = 5; delete from audit_chain where position = 5;
     update audit_chain set position = -position where position > 5; update audit_chain set position = -position - 1 where position < 0`,
    5,
    6,
  ],
  ["the last rows of the log alone", "delete from audit_log where id > 8", 9, 9],
  ["every row of the log", "truncate audit_log", 1, 1],
])("deleted: %s", async (_, statements, position, auditId) => {
  await tamper(statements);
  const { breaks, verified } = await verify();
  expect(verified).toBe(position - 1);
  expect(breaks[0]).toMatchObject({ kind: "deleted", position, auditId });
});

const copyRow = (xid: string) => `
  insert into audit_log (at, actor_kind, actor_id, actor_name, action, target_kind, target_id, xid)
  select at, actor_kind, actor_id, 'Somebody else', action, target_kind, target_id, ${xid} from audit_log where id = 5;`;

test("inserted: a row with the transaction of an earlier one, which no link names", async () => {
  await tamper(copyRow("xid"));
  const { breaks, verified } = await verify();
  expect(verified).toBe(10);
  expect(breaks).toEqual([expect.objectContaining({ kind: "inserted", position: null, auditId: 11 })]);
});

test.each([0, -1])("inserted: a row whose link hides at position %i", async (position) => {
  await tamper(`${copyRow("xid")} insert into audit_chain (position, audit_id, xid, form, hash, linked_at)
    select ${position}, 11, xid, 1, sha256('x'), now() from audit_log where id = 11`);
  expect((await verify()).breaks[0]).toMatchObject({ kind: "inserted", auditId: 11 });
});

test("inserted: a row with a link of its own, the rest renumbered", async () => {
  await tamper(`${copyRow("xid")}
    update audit_chain set position = -position where position > 5; update audit_chain set position = -position + 1 where position < 0;
    insert into audit_chain (position, audit_id, xid, form, hash, linked_at)
    select 6, 11, xid, 1, sha256('x'), now() from audit_log where id = 11`);
  expect((await verify()).breaks[0]).toMatchObject({ kind: "inserted", position: 6, auditId: 11 });
});

const exchange = (one: number, other: number) => `
  update audit_chain set audit_id = -audit_id where position in (${one}, ${other});
  update audit_chain set audit_id = case position when ${one} then ${other} else ${one} end where position in (${one}, ${other})`;

test.each([
  [4, 5],
  [4, 7],
  [1, 10],
])("reordered: rows %i and %i", async (one, other) => {
  await tamper(exchange(one, other));
  expect((await verify()).breaks[0]).toMatchObject({ kind: "reordered", position: one, auditId: other });
});

test("truncated: the end of the log and of the chain, which only the anchor tells", async () => {
  await tamper("delete from audit_log where id > 8; delete from audit_chain where position > 8");
  expect(await verify(null)).toMatchObject({ isSound: true, verified: 8 });
  const { isSound, breaks } = await verify();
  expect(isSound).toBe(false);
  expect(breaks).toEqual([expect.objectContaining({ kind: "truncated", position: 9 })]);
  expect(breaks[0]?.text).toMatch(/ends at position 8; the anchor of .* saw position 10/);
});

test("truncated: everything, log and chain", async () => {
  await tamper("truncate audit_log, audit_chain restart identity");
  expect(await verify(null)).toMatchObject({ isSound: true });
  expect((await verify()).breaks).toEqual([expect.objectContaining({ kind: "truncated", position: 1 })]);
});

test("truncated, and then filled again to the same length: rewritten, which only the anchor tells", async () => {
  await tamper("delete from audit_log where id > 8; delete from audit_chain where position > 8");
  await record();
  await record();
  await linkAll();
  expect(await verify(null)).toMatchObject({ isSound: true, verified: 10 });
  expect((await verify()).breaks).toEqual([expect.objectContaining({ kind: "rewritten", position: 10 })]);
});

test("rewritten: a row edited and every hash from it on computed anew", async () => {
  await tamper(
    "update audit_log set actor_name = 'Somebody else' where id = 5; delete from audit_chain where position >= 5",
  );
  await linkAll();
  expect(await verify(null)).toMatchObject({ isSound: true, verified: 10 });
  const { breaks } = await verify();
  expect(breaks).toEqual([expect.objectContaining({ kind: "rewritten", position: 6 })]);
  expect(breaks[0]?.text).toMatch(/computed anew, after 3\./);
});

test("an anchor that somebody wrote down serves as well as a file", async () => {
  const { head } = await verify();
  const time = "2026-11-21T08:00:00Z";
  const at = (position: number, hash: string) => verify({ anchor: { time, position, hash } });
  expect((await at(10, head?.hash ?? "")).isSound).toBe(true);
  expect((await at(9, head?.hash ?? "")).breaks[0]?.kind).toBe("rewritten");
  expect((await at(11, head?.hash ?? "")).breaks[0]?.kind).toBe("truncated");
});

test("anchors that were taken away are missed, as long as the database knows that they were written", async () => {
  const last = { time: "2026-11-21T08:00:00.000Z", position: 10, hash: "0".repeat(64) };
  const told = (place: string) => writeAnchorState(database.sql, { place, last, failedAt: null });
  await told(file);
  expect(await verify()).toMatchObject({ isSound: true, anchoredAt: file });
  const lines = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, `${lines.slice(0, 2).join("\n")}\n`);
  const lost = (text: string) => ({
    isSound: false,
    breaks: [{ kind: "unanchored", position: 10, text: expect.stringContaining(text) }],
  });
  expect(await verify()).toMatchObject(lost("ends with the anchor of position 6"));
  writeFileSync(file, "");
  expect(await verify()).toMatchObject(lost("holds no anchor"));
  rmSync(file);
  expect(await verify()).toMatchObject(lost("is not there"));
  // Elsewhere there is nothing to miss here, and the report says where they are.
  await told("syslog://log.invalid:601");
  expect(await verify()).toMatchObject({ isSound: true, anchors: null, anchoredAt: "syslog://log.invalid:601" });
  await database.sql`delete from settings where key = 'audit/anchor'`;
  expect(await verify()).toMatchObject({ isSound: true, anchors: null, anchoredAt: null });
});

test("a line of the anchor that was torn is told, and those after it are read", async () => {
  writeFileSync(file, `{"time":"2026-11-21T08:0`, { flag: "a" });
  await record();
  await linkAll();
  await anchor();
  expect(await verify()).toMatchObject({ isSound: true, anchors: { read: 5, unreadable: 1, last: { position: 11 } } });
});

test("a function that somebody put in the way of the canonical form is not called", async () => {
  await tamper(`${set("action = 'user.create'")};
    create function public.to_json(text) returns json language sql as $$ select '"user.change-role"'::json $$`);
  expect((await verify()).breaks[0]).toMatchObject({ kind: "edited", auditId: 5 });
  await tamper("drop function public.to_json(text)");
});
