import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Role } from "@/lib/access/permissions";
import { testCtx } from "@/lib/access/testing/test-ctx";
import type { Incident } from "../incident";
import { mergeIncidents } from "../merge-incidents";
import { openIncident } from "../open-incident";
import { readTimeline } from "../timeline/read-timeline";
import { addEvidence } from "./add-evidence";
import { blockBytes } from "./evidence-blocks";
import { mostEvidenceBytes } from "./evidence-limits";
import { listEvidence } from "./list-evidence";
import { readEvidence } from "./read-evidence";
import { removeUnfinished } from "./remove-unfinished";
import { withdrawEvidence } from "./withdraw-evidence";

const now = new Date("2024-04-25T12:00:00Z");
const unknownId = "00000000-0000-4000-8000-00000000dead";
let database: TestDatabase;
let folder: string;
let incident: Incident;
const ctxOf = (role: Role, at = now) => testCtx(database.db, role, at);
const responder = () => ctxOf("responder");

async function* inChunks(content: Uint8Array, size: number) {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}
const sourceOf = (content: Uint8Array, directory: string | null = null) => ({
  chunks: inChunks(content, 70_001),
  bytes: content.length,
  directory,
});
const text = (words: string) => Buffer.from(words);
const add = (content: Uint8Array, directory: string | null = null, name = "capture.pcap") =>
  addEvidence(responder(), { incidentId: incident.id, name }, sourceOf(content, directory));

async function contentOf(id: string, directory: string | null = null): Promise<Buffer> {
  const { blocks } = await readEvidence(responder(), id, directory);
  const parts: Uint8Array[] = [];
  for await (const block of blocks) parts.push(block);
  return Buffer.concat(parts);
}
const trailOf = async (id: string) =>
  (await database.sql`select action from audit_log where target_id = ${id} order by id`).map(({ action }) => action);
async function leftOver() {
  const [row] = await database.sql<{ blocks: number; uploads: number }[]>`
    select (select count(*)::int from evidence_blocks) as blocks, (select count(*)::int from evidence_uploads) as uploads`;
  return { blocks: row?.blocks, uploads: row?.uploads, files: await readdir(folder) };
}
const nothing = { blocks: 0, uploads: 0, files: [] };

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.owner`truncate incidents, incident_years, incident_evidence, evidence_blocks, evidence_uploads, audit_log, domain_events`;
  incident = await openIncident(responder(), { title: "April 2024" });
  folder = await mkdtemp(join(tmpdir(), "evidence-"));
  return () => rm(folder, { recursive: true });
});
afterAll(() => database.drop());

describe.each(["database", "directory"])("kept in the %s", (place) => {
  const directory = () => (place === "directory" ? folder : null);

  test("a file of several blocks: its size and hash, who and when, audited and told, and read as it was", async () => {
    const content = Buffer.alloc(3 * blockBytes + 17, "the same forty-one characters, again and again");
    const file = await add(content, directory());
    expect(file).toMatchObject({
      ...{ name: "capture.pcap", bytes: content.length, addedBy: "Test responder", addedAt: now, withdrawn: null },
      sha256: createHash("sha256").update(content).digest("hex"),
    });
    expect((await contentOf(file.id, directory())).equals(content)).toBe(true);
    expect(await listEvidence(ctxOf("viewer"), incident.id)).toEqual([file]);
    expect(await trailOf(incident.id)).toEqual([
      "incident.open",
      "incident.add-evidence",
      "incident.download-evidence",
    ]);
    const { items } = await readTimeline(ctxOf("viewer"), { incidentId: incident.id });
    expect(items.map((item) => item.text)).toContain("Evidence was added: capture.pcap");
    expect((await leftOver()).uploads).toBe(0);
  });

  test("what breaks off, by an error or by ending early, leaves nothing", async () => {
    const content = Buffer.alloc(2 * blockBytes, 7);
    async function* broken() {
      yield content;
      throw new Error("the connection ended");
    }
    const of = { incidentId: incident.id, name: "half" };
    const begun = { bytes: content.length + 5, directory: directory() };
    await expect(addEvidence(responder(), of, { ...begun, chunks: broken() })).rejects.toThrow("the connection ended");
    const early = addEvidence(responder(), of, { ...begun, chunks: inChunks(content, 9_999) });
    await expect(early).rejects.toMatchObject({ code: "incomplete" });
    expect(await leftOver()).toEqual(nothing);
    expect(await listEvidence(responder(), incident.id)).toEqual([]);
    expect(await trailOf(incident.id)).toEqual(["incident.open"]);
  });

  test("a file that was changed where it lies is told from its hash, before the last block leaves", async () => {
    const file = await add(Buffer.alloc(blockBytes + 3, 1), directory());
    if (directory()) await writeFile(join(folder, file.id), Buffer.alloc(blockBytes + 3, 2));
    else await database.owner`update evidence_blocks set content = 'abc'::bytea where position = 1`;
    const { blocks } = await readEvidence(responder(), file.id, directory());
    const read: Uint8Array[] = [];
    const reading = (async () => {
      for await (const block of blocks) read.push(block);
    })();
    await expect(reading).rejects.toMatchObject({ code: "evidence_damaged" });
    expect(Buffer.concat(read).length).toBeLessThan(file.bytes);
    expect((await trailOf(incident.id)).at(-1)).toBe("incident.evidence-damaged");
    await removeOneByte(file.id);
    await expect(contentOf(file.id, directory())).rejects.toMatchObject({ code: "evidence_damaged" });
  });

  async function removeOneByte(id: string) {
    if (directory()) await writeFile(join(folder, id), Buffer.alloc(blockBytes + 2, 1));
    else await database.owner`delete from evidence_blocks where position = 1`;
  }

  test("what a server left that died on the way is removed a day later; what arrives now and what is kept stays", async () => {
    const kept = await add(text("kept"), directory());
    const [dead, alive] = [unknownId, "00000000-0000-4000-8000-00000000beef"];
    for (const [id, at] of [
      [dead, new Date(now.getTime() - 25 * 3_600_000)],
      [alive, now],
    ] as const) {
      await database.owner`insert into evidence_uploads values (${id}, ${incident.id}, ${place}, ${at})`;
      if (directory()) await writeFile(join(folder, `${id}.part`), "half");
      else await database.owner`insert into evidence_blocks values (${id}, 0, 'half'::bytea)`;
    }
    expect(await removeUnfinished(database.db, directory(), now)).toBe(1);
    const left = await leftOver();
    expect(left.uploads).toBe(1);
    if (directory()) expect(left.files.sort()).toEqual([`${alive}.part`, kept.id].sort());
    else expect(left).toMatchObject({ blocks: 2 });
    expect((await contentOf(kept.id, directory())).toString()).toBe("kept");
  });
});

test("in the directory a file has its id for a name, whatever it was called, and nobody may run it", async () => {
  const file = await add(text("#!/bin/sh\nexit 1\n"), folder, "../../../etc/cron.d/run.sh");
  expect(await readdir(folder)).toEqual([file.id]);
  expect((await stat(join(folder, file.id))).mode & 0o777).toBe(0o600);
  expect(await readFile(join(folder, file.id), "utf8")).toContain("#!/bin/sh");
});

test("where files are kept may change: what was kept before is still read, and one whose directory is not named says so", async () => {
  const [inDatabase, inDirectory] = [await add(text("one")), await add(text("two"), folder)];
  expect((await contentOf(inDatabase.id, folder)).toString()).toBe("one");
  expect((await contentOf(inDirectory.id, folder)).toString()).toBe("two");
  await expect(contentOf(inDirectory.id, null)).rejects.toThrow("EVIDENCE_DIR");
  await database.owner`insert into evidence_uploads values (${unknownId}, ${incident.id}, 'directory', '2020-01-01')`;
  expect(await removeUnfinished(database.db, null, now)).toBe(0);
});

test.each([
  ["invoice\u202efdp.exe", "invoicefdp.exe"],
  ["a\u0000b\r\nc.txt", "abc.txt"],
  ["../../etc/passwd", "passwd"],
  ["<script>alert(1)</script>.html", "script.html"],
  ["...", "evidence"],
])("%j is kept as it was given, and leaves as %j", async (given, leaves) => {
  const { id, name } = await add(text("x"), null, given);
  expect(name).toBe(given.replaceAll("\0", ""));
  expect((await readEvidence(responder(), id, null)).name).toBe(leaves);
});

test("too large is refused before a byte is read, and while it comes when more comes than was said", async () => {
  const of = { incidentId: incident.id, name: "dump" };
  const unread = sourceOf(text("x"));
  const announced = addEvidence(responder(), of, { ...unread, bytes: mostEvidenceBytes + 1 });
  await expect(announced).rejects.toMatchObject({ status: 413, code: "too_large" });
  const more = addEvidence(responder(), of, { ...sourceOf(Buffer.alloc(5_000, 1)), bytes: 4_000 });
  await expect(more).rejects.toMatchObject({ status: 413, code: "too_large" });
  expect(await leftOver()).toEqual(nothing);
});

test("bad input, an unknown incident and one that was merged away are refused; nothing is kept", async () => {
  const attempt = (given: object) =>
    addEvidence(responder(), { incidentId: incident.id, name: "x", ...given }, sourceOf(text("x")));
  await expect(attempt({ name: "" })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(attempt({ name: "x".repeat(256) })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(attempt({ note: "x".repeat(1_001) })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(attempt({ incidentId: "nonsense" })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(attempt({ incidentId: unknownId })).rejects.toMatchObject({ code: "incident_not_found" });
  await expect(add(Buffer.alloc(0))).rejects.toMatchObject({ code: "empty_file" });
  const other = await openIncident(responder(), { title: "Goes on" });
  const mine = await add(text("mine"));
  await mergeIncidents(responder(), { id: incident.id, version: 1, intoId: other.id, reason: "The same" });
  await expect(attempt({})).rejects.toMatchObject({ code: "incident_merged" });
  // What was kept before the merge is read in the incident that goes on.
  expect(await listEvidence(responder(), other.id)).toEqual([mine]);
  expect((await leftOver()).uploads).toBe(0);
});

test("an incident takes 500 files and no more", async () => {
  await database.owner`insert into incident_evidence (id, incident_id, name, note, bytes, sha256, place, added_by_id, added_by, added_at)
    select gen_random_uuid(), ${incident.id}, 'f', '', 1, repeat('0', 64), 'database', 'x', 'x', ${now} from generate_series(1, 499)`;
  await add(text("the last"));
  await expect(add(text("one more"))).rejects.toMatchObject({ code: "too_many_files" });
  expect(await leftOver()).toMatchObject({ blocks: 1, uploads: 0 });
  expect(await listEvidence(responder(), incident.id)).toHaveLength(500);
});

test("of two who take a file back one is told that it was done; it stays readable", async () => {
  const { id } = await add(text("wrong one"));
  const act = () => withdrawEvidence(responder(), { id, reason: "Of another case" });
  const results = await Promise.allSettled([act(), act()]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(act()).rejects.toMatchObject({ kind: "conflict", code: "evidence_withdrawn" });
  const [file] = await listEvidence(responder(), incident.id);
  expect(file?.withdrawn).toEqual({ by: "Test responder", at: now, reason: "Of another case" });
  expect((await contentOf(id)).toString()).toBe("wrong one");
  const none = withdrawEvidence(responder(), { id: unknownId, reason: "x" });
  await expect(none).rejects.toMatchObject({ code: "evidence_not_found" });
  await expect(withdrawEvidence(responder(), { id, reason: " " })).rejects.toMatchObject({ code: "invalid_input" });
});

test("viewers and relations see what there is and neither take, add nor withdraw it", async () => {
  const { id } = await add(text("secret"));
  const of = { incidentId: incident.id, name: "x" };
  for (const role of ["viewer", "relations"] as const) {
    expect(await listEvidence(ctxOf(role), incident.id)).toHaveLength(1);
    await expect(readEvidence(ctxOf(role), id, null)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(addEvidence(ctxOf(role), of, sourceOf(text("x")))).rejects.toMatchObject({ kind: "forbidden" });
    await expect(withdrawEvidence(ctxOf(role), { id, reason: "x" })).rejects.toMatchObject({ kind: "forbidden" });
  }
  await expect(readEvidence(responder(), unknownId, null)).rejects.toMatchObject({ code: "evidence_not_found" });
  await expect(readEvidence(responder(), "../x", null)).rejects.toMatchObject({ code: "evidence_not_found" });
});
