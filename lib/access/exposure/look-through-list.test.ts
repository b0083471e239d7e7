import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { roles } from "@/lib/access/permissions";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { hashToken, newTokenText } from "@/lib/access/token-format";
import { authenticateApiToken } from "@/lib/access/tokens/authenticate-api-token";
import { createToken } from "@/lib/access/tokens/create-token";
import { listTokens } from "@/lib/access/tokens/list-tokens";
import { revokeToken } from "@/lib/access/tokens/revoke-token";
import { systemCtx } from "@/lib/context";
import { tellExposedUses } from "@/lib/findings/tell-exposed-uses";
import { listExposureLists } from "./list-exposure-lists";
import { lookThroughList } from "./look-through-list";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.sql`insert into providers (slug, name) values ('acme', 'Acme')`;
});
afterAll(() => database.drop());

const now = new Date("2026-11-21T08:00:00Z");
const admin = () => testCtx(database.db, "admin", now);
const system = () => systemCtx(database.db, "test", now);

async function* pieces(...texts: (string | Uint8Array)[]) {
  for (const text of texts) yield Buffer.from(text);
}
const lookThrough = (...texts: (string | Uint8Array)[]) =>
  lookThroughList(admin(), { title: "a paste" }, { chunks: pieces(...texts) });
const countOf = async (table: string) => {
  const [row] = await database.sql<{ count: number }[]>`select count(*)::int as count from ${database.sql(table)}`;
  return row?.count ?? 0;
};

/** Every row of every table as text, bytes as they would read in a dump and as characters. */
async function dump(): Promise<string> {
  const tables = await database.owner<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;
  let text = "";
  for (const { name } of tables) {
    if (name.startsWith("presence")) continue;
    const [row] = await database.owner<{ text: string }[]>`
      select coalesce(string_agg(t::text, ' '), '') as text from ${database.owner(name)} t`;
    text += row?.text ?? "";
  }
  return text;
}

test("live tokens, ended ones, a legacy secret by its hash, users and devices are told apart and counted", async () => {
  const live = await createToken(system(), { kind: "operator", name: "live" });
  const ended = await createToken(system(), { kind: "alert", name: "ended" });
  await revokeToken(system(), ended.id);
  await database.sql`
    insert into tokens (kind, name, prefix, hash, created_by)
    values ('legacy', 'old', 'old', ${hashToken("one-secret-for-all")}, 'test')`;
  const [user] = await database.sql<{ id: string }[]>`
    insert into users (issuer, subject, name, email, role) values ('i', 'sub|4711', 'Ann', 'Ann@Example.com', 'viewer') returning id`;
  await database.sql`insert into device_ids (id, ordinal) values ('gpu-one', 900001)`;
  const report = await lookThrough(
    `token,owner,device\n${live.token},ANN@example.com,gpu-one\n${ended.token},x,gpu-one\n`,
    `one-secret-for-all,${newTokenText("api")},nobody@example.com`,
  );
  expect(report.counts).toMatchObject({ liveTokens: 2, endedTokens: 1, users: 1, devices: 1 });
  expect(report.users).toEqual([{ id: user?.id, name: "Ann", occurrences: 1 }]);
  expect(report.devices).toEqual([{ id: "gpu-one", occurrences: 2 }]);
  const { items } = await listTokens(admin(), { exposed: report.listId, status: "live" });
  expect(items.map(({ name, exposedAt }) => [name, exposedAt]).sort()).toEqual([
    ["live", now],
    ["old", now],
  ]);
  expect((await listExposureLists(admin())).items[0]).toMatchObject({ id: report.listId, title: "a paste" });
});

test("of the list nothing is in any table but HMACs, and nothing in the trail", async () => {
  const marker = `marker-${randomBytes(8).toString("hex")}`;
  const mail = `${randomBytes(6).toString("hex")}@leak.example`;
  const unknown = newTokenText("provider");
  const known = await createToken(system(), { kind: "operator", name: "known" });
  const before = await countOf("exposed_identifiers");
  await lookThrough(`${marker};${mail};${unknown};${known.token}\n`);
  expect(await countOf("exposed_identifiers")).toBe(before + 4);
  const text = await dump();
  for (const each of [marker, mail, unknown, known.token]) {
    expect(text).not.toContain(each);
    expect(text).not.toContain(Buffer.from(each).toString("hex"));
    // Nor a bare hash, which whoever has a copy of the list could compute: but for that of Muster's own token.
    if (each !== known.token) expect(text).not.toContain(hashToken(each).toString("hex"));
  }
  const [audit] =
    await database.sql`select after from audit_log where action = 'exposure.look-through' order by id desc limit 1`;
  expect(audit?.after).toMatchObject({ title: "a paste", counts: { liveTokens: 1 }, liveTokens: [known.id] });
});

test("a use after that becomes a finding: let in, refused, and unknown", async () => {
  const used = await createToken(system(), { kind: "api", name: "used", role: "viewer" });
  const gone = await createToken(system(), { kind: "api", name: "gone", role: "viewer" });
  await revokeToken(system(), gone.id);
  const [unknown, clean] = [newTokenText("api"), newTokenText("api")];
  await lookThrough([used.token, gone.token, unknown].join("\n"));
  await authenticateApiToken(database.db, used.token, { now });
  for (const text of [gone.token, unknown, unknown, clean]) {
    await expect(authenticateApiToken(database.db, text, { now })).rejects.toMatchObject({ kind: "unauthenticated" });
  }
  expect(await tellExposedUses(database.db, now)).toBe(3);
  expect(await tellExposedUses(database.db, now)).toBe(0);
  const found = await database.sql`
    select title, severity from findings where rule = 'fleet.exposed-token-used' order by title`;
  expect([...found]).toEqual([
    { title: "A secret of a leaked list was tried", severity: "medium" },
    { title: "Exposed token “gone” was tried", severity: "medium" },
    { title: "Exposed token “used” is in use", severity: "high" },
  ]);
  await expect(authenticateApiToken(database.db, unknown, { now })).rejects.toMatchObject({ kind: "unauthenticated" });
  expect(await tellExposedUses(database.db, now)).toBe(1);
  const uses = await database.sql`
    select (evidence->>'uses')::int as uses, occurrences from findings
    where rule = 'fleet.exposed-token-used' and title like 'A secret%'`;
  // Both of the first minute are noted once.
  expect([...uses]).toEqual([{ uses: 2, occurrences: 2 }]);
});

test("a list that is stopped or too large leaves nothing behind", async () => {
  const before = [await countOf("exposed_identifiers"), await countOf("exposure_lists")];
  const stop = new AbortController();
  async function* endless() {
    for (let i = 0; ; i++) {
      if (i === 3) stop.abort();
      yield Buffer.from(Array.from({ length: 6_000 }, (_, n) => `stopped-${i}-${n}`).join("\n"));
    }
  }
  const seen: number[] = [];
  const stopped = lookThroughList(
    admin(),
    { title: "x" },
    { chunks: endless(), signal: stop.signal, onProgress: ({ identifiers }) => seen.push(identifiers) },
  );
  await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
  expect(seen[0]).toBeGreaterThan(0);
  async function* fiftyMegabytes() {
    for (let i = 0; i < 50; i++) yield Buffer.alloc(1_048_576, 0x20);
  }
  const large = lookThroughList(admin(), { title: "x" }, { chunks: fiftyMegabytes() });
  await expect(large).rejects.toMatchObject({ code: "too_large" });
  expect([await countOf("exposed_identifiers"), await countOf("exposure_lists")]).toEqual(before);
});

test("nothing, and noise, is looked through too", async () => {
  expect((await lookThrough("")).counts).toMatchObject({ identifiers: 0, liveTokens: 0 });
  expect((await lookThrough(randomBytes(300_000))).counts).toMatchObject({ liveTokens: 0, users: 0 });
});

test("two lists at once: one is told to wait", async () => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begun = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  async function* slow() {
    begun();
    await gate;
    yield Buffer.from("slow-00001");
  }
  const first = lookThroughList(admin(), { title: "first" }, { chunks: slow() });
  await hasBegun;
  await expect(lookThrough("second")).rejects.toMatchObject({ code: "list_running" });
  release();
  await first;
});

test("only an admin looks, and says where the list is from", async () => {
  for (const role of roles.filter((role) => role !== "admin")) {
    const ctx = testCtx(database.db, role, now);
    const look = lookThroughList(ctx, { title: "x" }, { chunks: pieces("x") });
    await expect(look).rejects.toMatchObject({ code: "forbidden" });
    await expect(listExposureLists(ctx)).rejects.toMatchObject({ code: "forbidden" });
  }
  const untitled = lookThroughList(admin(), { title: "  " }, { chunks: pieces("x") });
  await expect(untitled).rejects.toMatchObject({ code: "invalid_input" });
});
