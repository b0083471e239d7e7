import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createSessionFor } from "@/lib/access/testing/sign-in";
import { type Actor, systemCtx } from "@/lib/context";
import { findSession } from "./find-session";
import { requireFreshSignIn } from "./require-fresh-sign-in";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const now = new Date("2026-11-21T08:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);

async function actorOf(authTime: Date | null): Promise<Actor> {
  const { cookie } = await createSessionFor(database.db, { role: "admin", now, authTime });
  const found = await findSession(database.db, cookie.value, now);
  if (!found) throw new Error("The session just made is not found.");
  return { kind: "user", ...found.user, sessionId: found.sessionId };
}
const ask = (actor: Actor, seconds?: number) => requireFreshSignIn({ db: database.db, actor, now }, seconds);

test("whoever proved who they are within the time passes", async () => {
  await ask(await actorOf(now));
  await ask(await actorOf(ago(600)));
  await ask(await actorOf(ago(30)), 30);
  await ask(await actorOf(ago(-20)));
  await requireFreshSignIn(systemCtx(database.db, "test", now));
});

test.each<[string, Date | null]>([
  ["longer ago, in a session that began just now", ago(601)],
  ["never, as far as the provider says", null],
  ["in the future", ago(-61)],
])("%s: asked again", async (_, authTime) => {
  await expect(ask(await actorOf(authTime))).rejects.toMatchObject({
    kind: "forbidden",
    code: "fresh_sign_in_needed",
    details: { maxAgeSeconds: 600 },
  });
});

test("without a session, or with another's, nobody passes", async () => {
  const [fresh, stale] = [await actorOf(now), await actorOf(ago(5_000))];
  if (fresh.kind !== "user" || stale.kind !== "user") throw new Error("Both are users.");
  const refusal = { code: "fresh_sign_in_needed" };
  await expect(ask({ ...fresh, sessionId: undefined })).rejects.toMatchObject(refusal);
  await expect(ask({ ...stale, sessionId: fresh.sessionId })).rejects.toMatchObject(refusal);
  await expect(ask({ ...fresh, sessionId: randomUUID() })).rejects.toMatchObject(refusal);
});

test("a token proves no person", async () => {
  const token: Actor = { kind: "token", id: randomUUID(), name: "t", role: "admin", isReadOnly: false };
  await expect(ask(token)).rejects.toMatchObject({ code: "person_needed" });
});
