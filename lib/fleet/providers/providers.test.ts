import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { providers } from "@/db/schema/fleet";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { ctxOf } from "../testing/actors";
import { getProvider } from "./get-provider";
import { getProviderHours } from "./get-provider-hours";
import { updateProvider } from "./update-provider";

const now = new Date("2026-04-25T09:30:00Z");
const hourNow = Math.floor(now.getTime() / 3_600_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.owner`truncate providers, provider_hours, audit_log`;
  await database.db.insert(providers).values({
    slug: "north",
    name: "North",
    contactName: "Ada Byron",
    contactEmail: "ada@north.example",
    contactPhone: "+351 1234",
  });
});
afterAll(() => database.drop());

const as = (role: "viewer" | "relations" | "responder" | "admin") => ctxOf(database.db, role, now);
const edit = {
  channel: "webhook",
  language: "pt-BR",
  timeZone: "Europe/Lisbon",
  contactEmail: "ops@north.example",
} as const;

test("contact data is there for staff and absent for a viewer", async () => {
  expect((await getProvider(as("responder"), "north")).contact).toMatchObject({ email: "ada@north.example" });
  const seen = await getProvider(as("viewer"), "north");
  expect(seen).not.toHaveProperty("contact");
  expect(JSON.stringify(seen)).not.toContain("Ada");
});

test("an edit is kept, its audit row says which contact parts changed and never what they are", async () => {
  const read = await getProvider(as("relations"), "north");
  const edited = await updateProvider(as("relations"), {
    slug: "north",
    updatedAt: read.updatedAt,
    name: "North Ltd",
    ...edit,
  });
  expect(edited).toMatchObject({
    name: "North Ltd",
    language: "pt-BR",
    contact: { name: null, email: "ops@north.example" },
  });
  const [row] = await database.sql`select action, before, after from audit_log`;
  expect(row).toMatchObject({
    action: "provider.update",
    before: { name: "North" },
    after: { name: "North Ltd", contactChanged: ["name", "email", "phone"] },
  });
  expect(JSON.stringify(row)).not.toContain("example");
});

test("an edit of what somebody edited meanwhile is a conflict", async () => {
  const ctx = as("admin");
  const { updatedAt } = await getProvider(ctx, "north");
  await updateProvider(ctx, { slug: "north", updatedAt, name: "First", ...edit });
  const second = updateProvider({ ...ctx, now: new Date() }, { slug: "north", updatedAt, name: "Second", ...edit });
  await expect(second).rejects.toMatchObject({ code: "stale_revision" });
  expect((await getProvider(ctx, "north")).name).toBe("First");
});

test("roles, unknown providers and bad input are refused", async () => {
  const { updatedAt } = await getProvider(as("admin"), "north");
  const input = { slug: "north", updatedAt, name: "N", ...edit };
  await expect(updateProvider(as("responder"), input)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(updateProvider(as("viewer"), input)).rejects.toMatchObject({ kind: "forbidden" });
  const admin = as("admin");
  await expect(updateProvider(admin, { ...input, slug: "nowhere" })).rejects.toMatchObject({
    code: "provider_not_found",
  });
  const wrong = [{ timeZone: "Mars/Olympus" }, { language: "not a language" }, { contactEmail: "ada" }, { name: "" }];
  for (const part of wrong) {
    const field = Object.keys(part)[0];
    await expect(updateProvider(admin, { ...input, ...part })).rejects.toMatchObject({ details: { field } });
  }
});

test("GPU hours add up by day of the provider's zone; what is not known is said", async () => {
  const [provider] = await database.sql`update providers set time_zone = 'America/New_York' returning id`;
  const id = provider?.id;
  // 30 hours back from the current hour, of which one was not listened in and one is missing.
  for (let back = 30; back >= 1; back--) {
    if (back === 5) continue;
    const covered = back === 3 ? 0 : 60;
    await database.sql`insert into provider_hours values (${id}, ${hourNow - back}, ${4 * covered}, ${3 * covered}, ${covered},
      ${8 * covered}, ${6 * covered}, ${2 * covered}, ${4 * covered}, ${covered})`;
  }
  const days = await getProviderHours(as("viewer"), { slug: "north", by: "day", count: 7 });
  // Now is 05:30 in New York; 30 hours before 05:00 is 23:00 two days ago.
  expect(days.map((day) => [day.key, day.hours, day.connectedGpuHours, day.unknownHours])).toEqual([
    ["2026-04-23", 1, 6, 0],
    ["2026-04-24", 24, 24 * 6, 0],
    ["2026-04-25", 5.5, 3 * 6, 2.5],
  ]);
  const [month] = await getProviderHours(as("viewer"), { slug: "north", by: "month", count: 1 });
  expect(month).toMatchObject({ key: "2026-04", hours: 30.5, enrolledGpuHours: 28 * 8, unknownHours: 2.5 });
});

test("a provider without any counted hour has no bars", async () => {
  expect(await getProviderHours(as("viewer"), { slug: "north", by: "day", count: 7 })).toEqual([]);
});
