import { expect, test } from "vitest";
import { LinkedTrail } from "./testing/linked-trail";
import { verifyAudit } from "./verify-audit";

const trail = new LinkedTrail();
const set = (what: string) => `update audit_log set ${what} where id = 5`;

test("an untouched trail is sound, with the tail that is not linked yet", async () => {
  await trail.record();
  const verdict = await trail.verify();
  expect(verdict).toMatchObject({ isSound: true, breaks: [], verified: 10, head: { position: 10 } });
  expect(verdict.anchors).toMatchObject({ read: 3, unreadable: 0, last: { position: 10 } });
  expect(verdict.unlinked).toEqual({ rows: 1, oldestAt: "2026-11-21T08:00:00.500Z" });
});

const everyPosition = Array.from({ length: 10 }, (_, index) => index + 1);

test.each(everyPosition)(
  "edited at position %i: first, last or amid a range, it is the first fault",
  async (position) => {
    await trail.tamper(`update audit_log set action = 'user.create' where id >= ${position}`);
    const { breaks, verified } = await trail.verify();
    expect(verified).toBe(position - 1);
    expect(breaks[0]?.position).toBe(position);
  },
);

test.each(everyPosition)("the link at position %i taken away, with its row or without", async (position) => {
  const isLast = position === 10;
  await trail.tamper(`delete from audit_chain where position = ${position}`);
  expect((await trail.verify()).breaks[0]).toMatchObject(
    isLast ? { kind: "truncated", position } : { kind: "deleted", position, auditId: null },
  );
  await trail.tamper(`delete from audit_log where id = ${position}`);
  expect((await trail.verify()).breaks[0]).toMatchObject({ kind: isLast ? "truncated" : "deleted", position });
});

test.each([
  [4, 6],
  [3, 4],
  [1, 9],
  [2, 9],
])("the links from %i to %i taken away, whole ranges of them", async (from, to) => {
  await trail.tamper(`delete from audit_chain where position between ${from} and ${to}`);
  const { breaks, verified } = await trail.verify();
  expect(verified).toBe(from - 1);
  expect(breaks[0]).toMatchObject({ kind: "deleted", position: from });
});

test("a position beyond all that could be counted up to is a fault and no endless task", async () => {
  await trail.tamper("update audit_chain set position = 9223372036854775807 where position = 10");
  expect((await trail.verify()).breaks[0]).toMatchObject({ kind: "deleted", position: 10 });
});

test("a role that may hold one connection verifies with one", async () => {
  const role = `one_connection_${Date.now()}`;
  const { username } = new URL(trail.database.url);
  await trail.database.owner.unsafe(`create role ${role} login password 'x' connection limit 1 in role ${username}`);
  const url = new URL(trail.database.url);
  [url.username, url.password] = [role, "x"];
  expect(await verifyAudit(url.href, { file: trail.file }, 3)).toMatchObject({ isSound: true, verified: 10 });
  await trail.tamper(set("action = 'user.create'"));
  expect(await verifyAudit(url.href, { file: trail.file }, 3)).toMatchObject({ isSound: false, verified: 4 });
  await trail.database.owner.unsafe(`drop role ${role}`);
});

test("an empty trail is sound", async () => {
  await trail.tamper("truncate audit_log, audit_chain");
  expect(await trail.verify(null)).toMatchObject({ isSound: true, verified: 0, head: null });
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
  await trail.tamper(statement);
  const { isSound, breaks, verified } = await trail.verify();
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
  await trail.tamper(statements);
  const { breaks, verified } = await trail.verify();
  expect(verified).toBe(position - 1);
  expect(breaks[0]).toMatchObject({ kind: "deleted", position, auditId });
});

const copyRow = (xid: string) => `
  insert into audit_log (at, actor_kind, actor_id, actor_name, action, target_kind, target_id, xid)
  select at, actor_kind, actor_id, 'Somebody else', action, target_kind, target_id, ${xid} from audit_log where id = 5;`;

test("inserted: a row with the transaction of an earlier one, which no link names", async () => {
  await trail.tamper(copyRow("xid"));
  const { breaks, verified } = await trail.verify();
  expect(verified).toBe(10);
  expect(breaks).toEqual([expect.objectContaining({ kind: "inserted", position: null, auditId: 11 })]);
});

test.each([0, -1])("inserted: a row whose link hides at position %i", async (position) => {
  await trail.tamper(`${copyRow("xid")} insert into audit_chain (position, audit_id, xid, form, hash, linked_at)
    select ${position}, 11, xid, 1, sha256('x'), now() from audit_log where id = 11`);
  expect((await trail.verify()).breaks[0]).toMatchObject({ kind: "inserted", auditId: 11 });
});

test("inserted: a row with a link of its own, the rest renumbered", async () => {
  await trail.tamper(`${copyRow("xid")}
    update audit_chain set position = -position where position > 5; update audit_chain set position = -position + 1 where position < 0;
    insert into audit_chain (position, audit_id, xid, form, hash, linked_at)
    select 6, 11, xid, 1, sha256('x'), now() from audit_log where id = 11`);
  expect((await trail.verify()).breaks[0]).toMatchObject({ kind: "inserted", position: 6, auditId: 11 });
});

const exchange = (one: number, other: number) => `
  update audit_chain set audit_id = -audit_id where position in (${one}, ${other});
  update audit_chain set audit_id = case position when ${one} then ${other} else ${one} end where position in (${one}, ${other})`;

test.each([
  [4, 5],
  [4, 7],
  [1, 10],
])("reordered: rows %i and %i", async (one, other) => {
  await trail.tamper(exchange(one, other));
  expect((await trail.verify()).breaks[0]).toMatchObject({ kind: "reordered", position: one, auditId: other });
});

test("a function that somebody put in the way of the canonical form is not called", async () => {
  await trail.tamper(`${set("action = 'user.create'")};
    create function public.to_json(text) returns json language sql as $$ select '"user.change-role"'::json $$`);
  expect((await trail.verify()).breaks[0]).toMatchObject({ kind: "edited", auditId: 5 });
  await trail.tamper("drop function public.to_json(text)");
});
