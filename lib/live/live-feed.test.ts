import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { slotOf } from "@/lib/fleet/pulse/pulse";
import { sendNotice } from "@/lib/notify/send-notice";
import type { LiveEvent } from "./live-event";
import { LiveFeed } from "./live-feed";

const now = new Date("2024-04-25T08:42:00Z");
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.owner`truncate roll_calls, pulses`);

const rolled = (minute: number) =>
  database.sql`insert into roll_calls (minute, rolled_at, duration_ms, transitions) values (${minute}, ${now}, 1, 0)`;

function listen() {
  const events: LiveEvent[] = [];
  const feed = new LiveFeed(database.db, () => now);
  const stop = feed.subscribe((event) => events.push(event));
  return { feed, events, stop };
}

test("a notice is told to every listener, and a roll call once", async () => {
  const { feed, events, stop } = listen();
  const others: LiveEvent[] = [];
  const stopOther = feed.subscribe((event) => others.push(event));
  await feed.look();
  await rolled(100);
  await sendNotice(database.sql, { kind: "roll_call", minute: 100 });
  await vi.waitFor(() => expect(events).toEqual([{ kind: "roll_call", minute: 100, rolledAt: now.getTime() }]));
  await feed.look();
  expect(events).toHaveLength(1);
  expect(others).toEqual(events);
  stop();
  stopOther();
});

test("a roll call whose notice was lost is found by looking", async () => {
  const { feed, events, stop } = listen();
  await rolled(101);
  await vi.waitFor(async () => {
    await feed.look();
    expect(events).toEqual([{ kind: "roll_call", minute: 101, rolledAt: now.getTime() }]);
  });
  stop();
});

test("a slot is told again when another gateway adds to it", async () => {
  const { feed, events, stop } = listen();
  const add = (gateway: number) =>
    database.sql`insert into pulses (slot, gateway, counts)
      values (${slotOf(now)}, ${gateway}, ${JSON.stringify({ v: 1, groups: { fleet: { "": [7, 1, 0, 0] } } })})`;
  const sizes = () => events.map((event) => (event.kind === "pulse" ? event.pulse.admitted : null));
  await add(1);
  await vi.waitFor(async () => {
    await feed.look();
    expect(sizes()).toEqual([7]);
  });
  await add(2);
  await vi.waitFor(async () => {
    await feed.look();
    expect(sizes()).toEqual([7, 14]);
  });
  stop();
});

test("what is no notice is passed over, and nobody is told after the end", async () => {
  const { events, stop } = listen();
  await database.sql`select pg_notify('muster', 'no json')`;
  await sendNotice(database.sql, { kind: "policy" });
  await vi.waitFor(() => expect(events).toEqual([{ kind: "changed", what: "policy" }]));
  stop();
  await sendNotice(database.sql, { kind: "policy" });
  expect(events).toHaveLength(1);
});
