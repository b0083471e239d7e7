import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { removeOldDenials } from "./denials/remove-old-denials";
import { removeOldSessions } from "./sessions/remove-old-sessions";

const now = new Date("2024-04-25T14:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("sessions go thirty days after their end, by themselves or by somebody; open ones stay", async () => {
  const { sql } = database;
  const [user] = await sql<{ id: string }[]>`
    insert into users (issuer, subject, role) values ('issuer', 'subject', 'viewer') returning id`;
  const add = (userAgent: string, expiresAt: Date, endedAt: Date | null) => sql`
    insert into sessions (token_hash, user_id, created_at, last_seen_at, expires_at, ended_at, user_agent)
    values (${randomBytes(32)}, ${user?.id ?? null}, ${daysAgo(60)}, ${daysAgo(60)}, ${expiresAt}, ${endedAt}, ${userAgent})`;
  await add("open", daysAgo(-1), null);
  await add("expired lately", daysAgo(29), null);
  await add("ended lately", daysAgo(-1), daysAgo(29));
  await add("expired long ago", daysAgo(31), null);
  await add("ended long ago", daysAgo(-1), daysAgo(31));
  await removeOldSessions(sql, now);
  const left = await sql<{ name: string }[]>`select user_agent as name from sessions order by user_agent`;
  expect(left.map(({ name }) => name)).toEqual(["ended lately", "expired lately", "open"]);
});

test("refusals go after ninety days, more than a batch of them too", async () => {
  const { sql } = database;
  const minute = now.getTime() / 60_000;
  await sql`
    insert into access_denials (minute, actor_id, reason, count)
    select ${minute}::int - 91 * 1440 - n, 'actor', 'tokens:write', 1 from generate_series(1, 10001) n`;
  await sql`insert into access_denials (minute, actor_id, reason, count)
    values (${minute - 89 * 1_440}, 'actor', 'tokens:write', 1)`;
  await removeOldDenials(sql, now);
  expect(await sql`select minute from access_denials`).toEqual([{ minute: minute - 89 * 1_440 }]);
});
