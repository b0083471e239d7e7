import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clientOf } from "@/db/client";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { systemCtx } from "@/lib/context";
import { minuteOf } from "@/lib/fleet/minute";
import type { CollapseEvidence } from "./collapse/collapse-evidence";
import { SlotMemory } from "./collapse/slot-memory";
import { takeTurn } from "./collapse/take-turn";
import * as pulses from "./judge-pulses";
import { listFindings } from "./list-findings";

const last = Math.floor(new Date("2026-11-20T12:00:00Z").getTime() / pulses.slotMs);
const endOf = (slot: number) => new Date((slot + 1) * pulses.slotMs);

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const judgePulses = (slot: number, now: Date) => database.db.transaction((tx) => pulses.judgePulses(tx, slot, now));

type Groups = Record<string, Record<string, number[]>>;
const usual: Groups = { fleet: { "": [1_000, 0, 0, 0] }, provider: { "7": [300, 0, 0, 0], "8": [700, 0, 0, 0] } };

/** A gateway that has been up for an hour, and its pulses of the slots before `last` with the newest ones replaced. */
async function fillPulses(newest: Groups[], startedMinutesAgo = 60): Promise<void> {
  const { sql } = database;
  const startedAt = new Date(last * pulses.slotMs - startedMinutesAgo * 60_000);
  await sql`insert into gateways (instance, started_at, seen_at, merged_through) values ('a', ${startedAt}, ${endOf(last)}, 0)`;
  for (let slot = last - 80; slot <= last; slot++) {
    const groups = newest[last - slot] ?? usual;
    await sql`insert into pulses (slot, gateway, counts) values (${slot}, 1, ${JSON.stringify({ v: 1, groups })}::text::jsonb)`;
  }
}

async function countConnected(minute: number, connected: number): Promise<void> {
  const units = ["devices", "gpus"];
  const states = ["connected", "outdated_agent", "legacy_token", "unverified", "silent", "quarantined", "unknown"];
  const zeroes = units.flatMap((unit) => [...states, "seen", "verified"].map((state) => [`${unit}_${state}`, 0]));
  const row = { dimension: "fleet", key: "", minute, ...Object.fromEntries(zeroes), devices_connected: connected };
  await database.owner`insert into fleet_minutes ${database.owner(row)}`;
}

const findings = async () => (await listFindings(systemCtx(database.db, "test", endOf(last)))).items;

test("steady pulses are quiet", async () => {
  await fillPulses([]);
  expect(await judgePulses(last, endOf(last))).toMatchObject({ kind: "quiet" });
});

test("three misses of the whole fleet raise one finding, whatever the judge and however often it looks", async () => {
  const down: Groups = { fleet: { "": [20, 980, 0, 0] }, provider: { "7": [5, 295, 0, 0], "8": [15, 685, 0, 0] } };
  await fillPulses([down, down, down]);
  expect(await judgePulses(last, endOf(last))).toMatchObject({ kind: "collapse" });
  expect(await judgePulses(last, endOf(last))).toMatchObject({ kind: "quiet" });
  const items = await findings();
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    rule: "fleet.collapse",
    subjects: { fleet: "" },
    title: "Calls of the whole fleet fell by 98 % (estimate)",
    evidence: { source: "pulse", expected: 3_000, found: 60, estimate: { devices: null, connected: null } },
  });
  expect(items[0]?.startedAt).toEqual(new Date((last - 2) * pulses.slotMs));
});

test("what is lost is named an estimate: the share of the callers, of the devices that the last roll call counted", async () => {
  const down: Groups = { fleet: { "": [20, 980, 0, 0] } };
  await fillPulses([down, down, down]);
  const minute = minuteOf((last - 2) * pulses.slotMs);
  await countConnected(minute - 2, 600_000);
  // Counted after the fall: says nothing of what was there before it.
  await countConnected(minute, 12_000);
  await judgePulses(last, endOf(last));
  const [finding] = await findings();
  // 98 % of 600,000 are 588,000: rounded down, since more must not be said than is lost.
  expect(finding).toMatchObject({
    title: "Calls of the whole fleet fell by 98 %: about 580,000 of 600,000 devices (estimate)",
    severity: "critical",
    confidence: 0.8,
    evidence: {
      lost: 580_000,
      estimate: { devices: 580_000, connected: 600_000, countedMinute: minute - 2, toldAt: endOf(last).toISOString() },
    },
  });
  expect(finding?.summary).toMatch(
    /^In 15 seconds 60 devices of the whole fleet were admitted where 3,000 usually are\. Of the 600,000 that were connected at 11:57 UTC that is about 580,000: an estimate from the pulse, until the roll call has counted them\./,
  );
});

test("a provider that falls alone is named", async () => {
  const down: Groups = { fleet: { "": [700, 0, 0, 0] }, provider: { "8": [700, 0, 0, 0] } };
  await fillPulses([down, down, down]);
  await judgePulses(last, endOf(last));
  expect((await findings()).map((finding) => finding.subjects)).toEqual([{ provider: "7" }]);
});

test("three hundred gateways count as one", async () => {
  const down: Groups = { fleet: { "": [20, 980, 0, 0] } };
  await fillPulses([down, down, down]);
  await database.sql`
    insert into pulses (slot, gateway, counts)
    select slot, more, counts from pulses cross join generate_series(2, 300) more`;
  expect(await judgePulses(last, endOf(last))).toMatchObject({ kind: "collapse" });
  expect((await findings())[0]).toMatchObject({ evidence: { expected: 900_000, found: 18_000 } });
});

test("a judge that remembers the earlier minutes finds what one finds that reads all anew", async () => {
  const memory = new SlotMemory();
  const down: Groups = { fleet: { "": [20, 980, 0, 0] }, provider: { "8": [20, 680, 0, 0] } };
  await fillPulses([down, down, down, down]);
  await database.sql`delete from pulses where slot = ${last - 26}`;
  for (const slot of [last - 4, last - 3, last - 2, last - 1, last]) {
    const anew = await database.db.transaction((tx) => new SlotMemory().read(clientOf(tx), slot));
    expect(await database.db.transaction((tx) => memory.read(clientOf(tx), slot))).toEqual(anew);
    expect(anew.size).toBe([last - 2, last - 1, last].includes(slot) ? 17 : 18);
  }
  const judged = await database.db.transaction((tx) => pulses.judgePulses(tx, last - 1, endOf(last - 1), memory));
  expect(judged).toMatchObject({ kind: "collapse" });
});

test("silence of everybody is an ingest outage, which ends with the first callers", async () => {
  await fillPulses([usual, { fleet: {} }, { fleet: {} }, { fleet: {} }]);
  expect(await judgePulses(last - 1, endOf(last - 1))).toMatchObject({ kind: "outage" });
  expect(await judgePulses(last, endOf(last))).not.toMatchObject({ kind: "outage" });
  const items = await findings();
  expect(items.map((finding) => finding.rule)).toEqual(["fleet.ingest-outage"]);
  expect(items[0]?.endedAt).toEqual(new Date(last * pulses.slotMs));
});

test("a gateway that started within two intervals gives no verdict", async () => {
  await fillPulses([{ fleet: {} }, { fleet: {} }, { fleet: {} }], 0.5);
  expect(await judgePulses(last, endOf(last))).toMatchObject({ kind: "settling" });
  expect(await findings()).toEqual([]);
});

test("two minutes after a start a collapse is seen, the first calls being no baseline", async () => {
  const down: Groups = { fleet: { "": [20, 980, 0, 0] } };
  await fillPulses([down, down, down], 2.5);
  // As in life: no pulses before the start, and everybody at once in the first of them.
  await database.sql`delete from pulses where slot < ${last - 30}`;
  expect(await judgePulses(last, endOf(last))).toMatchObject({ kind: "collapse" });
});

test("slots that no gateway wrote, as after a stop of Muster itself, raise nothing", async () => {
  await fillPulses([]);
  await database.sql`delete from pulses where slot > ${last - 4}`;
  expect(await judgePulses(last, endOf(last))).toMatchObject({ kind: "quiet" });
});

test("a collapse that goes on is not raised again, and its minutes are no baseline", async () => {
  const down: Groups = { fleet: { "": [20, 980, 0, 0] } };
  await fillPulses(Array.from({ length: 14 }, () => down));
  await judgePulses(last - 11, endOf(last - 11));
  await judgePulses(last, endOf(last));
  const items = await findings();
  expect(items).toHaveLength(1);
  expect(minuteOf(items[0]?.startedAt ?? 0)).toBe(minuteOf((last - 13) * pulses.slotMs));
});

test("the roll call and the pulse look at one fall in turn: what the one opens, the other sees", async () => {
  const down: Groups = { fleet: { "": [20, 980, 0, 0] } };
  await fillPulses([down, down, down]);
  let verdict: Promise<pulses.PulseVerdict> | undefined;
  await database.db.transaction(async (tx) => {
    await takeTurn(tx);
    verdict = judgePulses(last, endOf(last));
    await vi.waitFor(
      async () => {
        const waiting = await database.owner`
          select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        expect(waiting).toHaveLength(1);
      },
      { timeout: 15_000, interval: 20 },
    );
    const minute = minuteOf(endOf(last));
    await tx.execute(sql`
      insert into findings (rule, fingerprint, title, summary, severity, confidence, subjects, evidence, started_at, detected_at, last_seen_at)
      values ('fleet.collapse', 'f', 't', 's', 'high', 1, '{}', ${JSON.stringify(countedFall(minute))}::text::jsonb,
        to_timestamp(${minute * 60}), now(), now())`);
  });
  expect(await verdict).toMatchObject({ kind: "quiet" });
  expect(await findings()).toHaveLength(1);
});

const countedFall = (minute: number): CollapseEvidence => ({
  ...{
    group: { dimension: "fleet", key: "", label: "the whole fleet" },
    source: "roll_call",
    expected: 1_000,
    found: 20,
  },
  ...{
    lost: 980,
    lowest: { found: 20, minute },
    byState: {},
    change: null,
    firstMinute: minute,
    recoveredMinute: null,
  },
  ...{ isConfirmed: true, fleetExpected: 1_000, estimate: null },
});
