import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectSql, type Sql } from "../client";
import { createTestDatabase, type TestDatabase } from "../testing";
import { ensureLoginRoles } from "./login-roles";
import { rolesOfUrls } from "./role-names";

let database: TestDatabase;
let ingest: Sql;
const denied = { code: "42501" };

beforeAll(async () => {
  database = await createTestDatabase();
  ingest = connectSql(database.ingestUrl, { max: 1 });
  await database.owner.unsafe(insert());
});
afterAll(async () => {
  await ingest.end();
  await database.drop();
});

const columns = "at, actor_kind, actor_id, actor_name, action, target_kind, target_id";
const values = "now(), 'user', 'u', 'U', 'a.b', 't', '1'";
const insert = (more = "", value = "") =>
  `insert into audit_log (${columns}${more}) overriding system value values (${values}${value})`;
const link =
  "insert into audit_chain (position, audit_id, xid, form, hash, linked_at) values (1, 1, '1', 1, '', now())";

const mayNot = [
  "update audit_log set action = 'x'",
  "delete from audit_log",
  "truncate audit_log",
  "select * from audit_log for update",
  "alter table audit_log disable trigger all",
  "alter table audit_log add column x int",
  "create trigger t before insert on audit_log for each row execute function suppress_redundant_updates_trigger()",
  "create rule r as on insert to audit_log do instead nothing",
  "drop table audit_log",
  insert(", id", ", 77"),
  insert(", xid", ", '1'"),
  "merge into audit_log l using (values (1)) v (id) on l.id = v.id when matched then delete",
  "update audit_chain set hash = ''",
  "delete from audit_chain",
  "truncate audit_chain",
  "set session_replication_role = replica",
  "create table public.mine (x int)",
  "create function public.to_json(text) returns json language sql as $$ select 'null'::json $$",
  "create role another",
  "set role muster",
];

test.each(mayNot)("the application may not: %s", async (statement) => {
  await expect(database.sql.unsafe(statement)).rejects.toMatchObject(denied);
});

test("the application adds to the log and to the chain, and reads both", async () => {
  await database.sql.unsafe(insert());
  await database.sql.unsafe(link);
  expect(await database.sql`select id from audit_log`).toHaveLength(2);
  expect(await database.sql`select position from audit_chain`).toHaveLength(1);
});

test.each([
  ...mayNot,
  "select * from audit_log",
  "select * from audit_chain",
  link,
  ...[
    "users",
    "sessions",
    "settings",
    "findings",
    "leases",
    "device_sets",
    "access_denials",
    "webhooks",
    "deliveries",
  ].map((t) => `select * from ${t}`),
  "select contact_email from providers",
  "update providers set name = 'x'",
  "insert into tokens (kind, name, prefix, hash, created_by) values ('api', 'x', 'x', '', 'x')",
  "update tokens set revoked_at = null",
  "update tokens set role = 'admin'",
  "insert into admission_policies default values",
  "delete from devices",
  "delete from presence",
  "select drop_partition('presence', 20000, null, null)",
])("the gateway may not: %s", async (statement) => {
  await expect(ingest.unsafe(statement)).rejects.toMatchObject(denied);
});

test("both make partitions, of the three tables only, and the application drops them", async () => {
  const day = 30_000;
  await ingest`select make_partition('presence', ${day}::int)`;
  await database.sql`select make_partition('presence', ${day}::int)`;
  for (const parent of ["audit_log", "presence; drop table users", "pg_class"]) {
    await expect(database.sql`select make_partition(${parent}, ${day}::int)`).rejects.toMatchObject({ code: "P0001" });
    await expect(database.sql`select drop_partition(${parent}, ${day}::int, null, null)`).rejects.toMatchObject({
      code: "P0001",
    });
  }
  const drop = async (minutes: number, bits: number) => {
    const [row] =
      await database.sql`select drop_partition('presence', ${day}::int, ${minutes}::bigint, ${bits}::bigint) as gone`;
    return row?.gone;
  };
  await database.sql`insert into presence (plane, shard, minute, bits) values (0, 0, ${day * 1_440}, ${`x8${"0".repeat(16_383)}`}::bit(65536))`;
  expect([await drop(0, 0), await drop(1, 0), await drop(1, 1), await drop(1, 1)]).toEqual([false, false, true, true]);
});

test("every table of the schema has its owner's grant to the application", async () => {
  const without = await database.owner`
    select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
      and not has_table_privilege('muster_application', oid, 'select')`;
  expect(without).toEqual([]);
});

test("passwords are kept in a file for its owner alone; a lost or broken file is made anew", async () => {
  const folder = mkdtempSync(join(tmpdir(), "muster-roles-"));
  const file = join(folder, "roles.json");
  // A server of its own would be slow: the roles get the passwords back that the other tests connect with.
  const before = { application: process.env.MUSTER_TEST_APPLICATION, ingest: process.env.MUSTER_TEST_INGEST };
  const passwordOf = (url = "") => new URL(url).password;
  const kept = { application: passwordOf(before.application), ingest: passwordOf(before.ingest) };
  writeFileSync(file, JSON.stringify(kept), { mode: 0o600 });
  const urls = await ensureLoginRoles(database.ownerUrl, file);
  expect([urls.application, urls.ingest]).toEqual([database.url, database.ingestUrl]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  rmSync(folder, { recursive: true });
});

test("which roles are apart is told by the users in the addresses", () => {
  const url = (user: string) => `postgres://${user}:secret@db.example/muster`;
  const of = (migrate: string, application: string, ingest: string) =>
    rolesOfUrls({ migrate: url(migrate), application: url(application), ingest: url(ingest) });
  expect(of("a", "a", "a")).toEqual({ application: null, ingest: null });
  expect(of("a", "b", "c")).toEqual({ application: "b", ingest: "c" });
  expect(of("a", "a", "c")).toEqual({ application: null, ingest: "c" });
  expect(of("a", "b%20c", "b%20c")).toEqual({ application: "b c", ingest: "b c" });
});

test("the view of the one secret that the gateway needs shows no other, not even to a function of its own in the filter", async () => {
  await database.owner`
    insert into settings (key, value, is_secret) values ('exposure/hmac-key', '"wanted"', true), ('another/secret', '"unwanted"', true)
    on conflict (key) do update set value = excluded.value`;
  const read = await ingest.begin(async (sql) => {
    // Cheaper than comparing a text, and no index in the way, so that the planner would ask it first.
    await sql.unsafe("set local enable_indexscan = off; set local enable_bitmapscan = off");
    await sql.unsafe(`
      create temporary table shown (value jsonb);
      create function pg_temp.peek(value jsonb) returns boolean language plpgsql cost 0.0000001 as
        $$ begin insert into pg_temp.shown values (value); return true; end $$`);
    await sql`select value from exposure_key where pg_temp.peek(value)`;
    return sql<{ value: string }[]>`select value::text as value from pg_temp.shown`;
  });
  expect(read.map(({ value }) => value)).toEqual(['"wanted"']);
});
