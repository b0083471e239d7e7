import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { writeAnchorState } from "../anchor/anchor-state";
import { LinkedTrail } from "./testing/linked-trail";

const trail = new LinkedTrail();

test("truncated: the end of the log and of the chain, which only the anchor tells", async () => {
  await trail.tamper("delete from audit_log where id > 8; delete from audit_chain where position > 8");
  expect(await trail.verify(null)).toMatchObject({ isSound: true, verified: 8 });
  const { isSound, breaks } = await trail.verify();
  expect(isSound).toBe(false);
  expect(breaks).toEqual([expect.objectContaining({ kind: "truncated", position: 9 })]);
  expect(breaks[0]?.text).toMatch(/ends at position 8; the anchor of .* saw position 10/);
});

test("truncated: everything, log and chain", async () => {
  await trail.tamper("truncate audit_log, audit_chain restart identity");
  expect(await trail.verify(null)).toMatchObject({ isSound: true });
  expect((await trail.verify()).breaks).toEqual([expect.objectContaining({ kind: "truncated", position: 1 })]);
});

test("truncated, and then filled again to the same length: rewritten, which only the anchor tells", async () => {
  await trail.tamper("delete from audit_log where id > 8; delete from audit_chain where position > 8");
  await trail.record();
  await trail.record();
  await trail.linkAll();
  expect(await trail.verify(null)).toMatchObject({ isSound: true, verified: 10 });
  expect((await trail.verify()).breaks).toEqual([expect.objectContaining({ kind: "rewritten", position: 10 })]);
});

test("rewritten: a row edited and every hash from it on computed anew", async () => {
  await trail.tamper(
    "update audit_log set actor_name = 'Somebody else' where id = 5; delete from audit_chain where position >= 5",
  );
  await trail.linkAll();
  expect(await trail.verify(null)).toMatchObject({ isSound: true, verified: 10 });
  const { breaks } = await trail.verify();
  expect(breaks).toEqual([expect.objectContaining({ kind: "rewritten", position: 6 })]);
  expect(breaks[0]?.text).toMatch(/computed anew, after 3\./);
});

test("an anchor that somebody wrote down serves as well as a file", async () => {
  const { head } = await trail.verify();
  const time = "2026-11-21T08:00:00Z";
  const at = (position: number, hash: string) => trail.verify({ anchor: { time, position, hash } });
  expect((await at(10, head?.hash ?? "")).isSound).toBe(true);
  expect((await at(9, head?.hash ?? "")).breaks[0]?.kind).toBe("rewritten");
  expect((await at(11, head?.hash ?? "")).breaks[0]?.kind).toBe("truncated");
});

test("anchors that were taken away are missed, as long as the database knows that they were written", async () => {
  const last = { time: "2026-11-21T08:00:00.000Z", position: 10, hash: "0".repeat(64) };
  const told = (place: string) => writeAnchorState(trail.database.sql, { place, last, failedAt: null });
  await told(trail.file);
  expect(await trail.verify()).toMatchObject({ isSound: true, anchoredAt: trail.file });
  const lines = readFileSync(trail.file, "utf8").split("\n");
  writeFileSync(trail.file, `${lines.slice(0, 2).join("\n")}\n`);
  const lost = (text: string) => ({
    isSound: false,
    breaks: [{ kind: "unanchored", position: 10, text: expect.stringContaining(text) }],
  });
  expect(await trail.verify()).toMatchObject(lost("ends with the anchor of position 6"));
  writeFileSync(trail.file, "");
  expect(await trail.verify()).toMatchObject(lost("holds no anchor"));
  rmSync(trail.file);
  expect(await trail.verify()).toMatchObject(lost("is not there"));
  // Elsewhere there is nothing to miss here, and the report says where they are.
  await told("syslog://log.invalid:601");
  expect(await trail.verify()).toMatchObject({ isSound: true, anchors: null, anchoredAt: "syslog://log.invalid:601" });
  await trail.database.sql`delete from settings where key = 'audit/anchor'`;
  expect(await trail.verify()).toMatchObject({ isSound: true, anchors: null, anchoredAt: null });
});

test("a line of the anchor that was torn is told, and those after it are read", async () => {
  writeFileSync(trail.file, `{"time":"2026-11-21T08:0`, { flag: "a" });
  await trail.record();
  await trail.linkAll();
  await trail.anchor();
  expect(await trail.verify()).toMatchObject({
    isSound: true,
    anchors: { read: 5, unreadable: 1, last: { position: 11 } },
  });
});
