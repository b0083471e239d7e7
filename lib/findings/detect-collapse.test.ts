import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { systemCtx } from "@/lib/context";
import { dateOfMinute, minuteOf } from "@/lib/fleet/minute";
import { stateCodes } from "@/lib/fleet/states";
import { type CollapseEvidence, collapseRule } from "./collapse/collapse-evidence";
import { fallGoingOn } from "./collapse/going-on";
import { detectCollapseBetween } from "./detect-collapse";
import { listFindings } from "./list-findings";
import { openFinding } from "./open-finding";
import { fillFleet, type SyntheticDevice } from "./testing/synthetic-fleet";

const { connected, silent, blocked_outdated_agent: outdated } = stateCodes;
// Noon of today, so that the daily partitions exist and no test crosses midnight.
const noon = Math.floor(minuteOf(new Date()) / 1_440) * 1_440 + 720;
const from = noon - 45;
const to = noon + 20;

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

/** 600 devices: provider 1 has 100 of them, the others 50 each; two regions; a sixth already runs the new agent. */
const devices: SyntheticDevice[] = Array.from({ length: 600 }, (_, ordinal) => ({
  provider: ordinal < 100 ? 1 : 2 + Math.floor((ordinal - 100) / 50),
  region: ordinal % 2 ? "eu-west" : "us-east",
  agent: ordinal % 6 === 0 ? "1.5.0" : "1.4.2",
}));

const run = async (stateAt: (ordinal: number, minute: number) => number, seenAt?: (minute: number) => number) => {
  await fillFleet(database.sql, devices, from, to, stateAt, seenAt);
  const now = dateOfMinute(to + 1);
  await detectCollapseBetween(database.db, noon - 10, to, now);
  const { items } = await listFindings(systemCtx(database.db, "test", now));
  return items.map((item) => ({
    rule: item.rule,
    subjects: item.subjects,
    startedAt: minuteOf(item.startedAt),
    endedAt: item.endedAt && minuteOf(item.endedAt),
    evidence: item.evidence,
    severity: item.severity,
  }));
};

test("a quiet hour raises nothing", async () => {
  expect(await run((ordinal, minute) => ((ordinal + minute) % 97 === 0 ? silent : connected))).toEqual([]);
});

test("a collapse of the old agent is one finding, back-dated, with where the devices went", async () => {
  await database.sql`insert into changes (kind, title, starts_at, created_by)
    values ('policy', 'Minimum agent 1.5.0', ${dateOfMinute(noon - 1)}, 'test')`;
  const found = await run((ordinal, minute) => (minute >= noon && ordinal % 6 !== 0 ? outdated : connected));
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    rule: "fleet.collapse",
    subjects: { agent: "1.4.2" },
    startedAt: noon,
    endedAt: null,
    severity: "critical",
    evidence: {
      expected: 500,
      found: 0,
      lost: 500,
      byState: { [outdated]: 500 },
      change: { title: "Minimum agent 1.5.0" },
    },
  });
});

test("everybody is lost, half by silence and half turned away: the fleet", async () => {
  const found = await run((ordinal, minute) => (minute < noon ? connected : ordinal % 2 ? silent : outdated));
  expect(found).toMatchObject([
    { subjects: { fleet: "" }, startedAt: noon, evidence: { lost: 600, byState: { [silent]: 300, [outdated]: 300 } } },
  ]);
});

test("one provider's outage is the provider's, and ends when it is back", async () => {
  const found = await run((ordinal, minute) =>
    ordinal < 100 && minute >= noon && minute < noon + 8 ? silent : connected,
  );
  expect(found).toMatchObject([
    {
      subjects: { provider: "1" },
      startedAt: noon,
      endedAt: noon + 8,
      evidence: { expected: 100, lowest: { found: 0 }, recoveredMinute: noon + 8 },
    },
  ]);
});

test("silence of everybody at once is an ingest outage, not a lost fleet", async () => {
  const found = await run(
    (_, minute) => (minute >= noon && minute < noon + 5 ? silent : connected),
    (minute) => (minute >= noon && minute < noon + 5 ? 0 : 600),
  );
  expect(found).toMatchObject([{ rule: "fleet.ingest-outage", endedAt: noon + 5 }]);
});

test("what Muster did not hear is not lost", async () => {
  await fillFleet(database.sql, devices, from, to, (_, minute) => (minute >= noon ? stateCodes.unknown : connected));
  await database.sql`update coverage set status = 0 where minute >= ${noon}`;
  await detectCollapseBetween(database.db, noon - 10, to, dateOfMinute(to + 1));
  expect((await listFindings(systemCtx(database.db, "test", new Date()))).items).toEqual([]);
});

test("minutes in which Muster did not listen are no lowest point of a collapse that goes on", async () => {
  const deaf = (minute: number) => minute >= noon + 5 && minute < noon + 9;
  const stateAt = (ordinal: number, minute: number) => {
    if (deaf(minute)) return stateCodes.unknown;
    return minute >= noon && ordinal % 6 !== 0 ? outdated : connected;
  };
  await fillFleet(database.sql, devices, from, to, stateAt);
  await database.sql`update coverage set status = 0 where minute between ${noon + 5} and ${noon + 8}`;
  // The version's own count would be 0 then too: the fleet's is what tells the two apart.
  await database.sql`update devices set agent = '1.5.0'`;
  await database.sql`delete from fleet_minutes where dimension in ('agent', 'gpu_model')`;
  await detectCollapseBetween(database.db, noon - 10, to, dateOfMinute(to + 1));
  const { items } = await listFindings(systemCtx(database.db, "test", dateOfMinute(to + 1)));
  expect(items).toMatchObject([
    { title: "Connections of the whole fleet fell from 600 to 100", evidence: { lowest: { found: 100 }, lost: 500 } },
  ]);
});

test("judging the same minutes again adds nothing", async () => {
  const stateAt = (ordinal: number, minute: number) => (minute >= noon && ordinal % 6 !== 0 ? outdated : connected);
  await run(stateAt);
  await detectCollapseBetween(database.db, noon - 10, to, dateOfMinute(to + 2));
  expect((await listFindings(systemCtx(database.db, "test", new Date()))).items).toHaveLength(1);
});

test("the incident's own minutes stay out of the baseline: a second fall after the recovery is found", async () => {
  const found = await run((_, minute) => {
    const isDown = (minute >= noon && minute < noon + 6) || minute >= noon + 12;
    return isDown ? outdated : connected;
  });
  expect(found.map((finding) => finding.startedAt)).toEqual([noon + 12, noon]);
});

/** As the pulse leaves it: callers in 15 seconds, 20 s into the minute, told as an estimate of 590 of 600 devices. */
async function raiseByPulse(minute: number): Promise<void> {
  const startedAt = new Date(minute * 60_000 + 20_000);
  const title = "Calls of the whole fleet fell by 98 %: about 590 of 600 devices (estimate)";
  const evidence: CollapseEvidence = {
    ...{ group: { dimension: "fleet", key: "", label: "the whole fleet" }, source: "pulse" },
    ...{ expected: 300, found: 5, lost: 590, lowest: { found: 5, minute }, byState: {}, change: null },
    ...{ firstMinute: minute, recoveredMinute: null, isConfirmed: true, fleetExpected: 300 },
    estimate: {
      ...{ share: 0.983, devices: 590, connected: 600, countedMinute: minute - 1, title },
      ...{ startedAt: startedAt.toISOString(), toldAt: new Date(minute * 60_000 + 36_000).toISOString() },
    },
  };
  const finding = {
    rule: collapseRule,
    fingerprint: `fleet.collapse:fleet::${minute}`,
    title,
    summary: "An estimate.",
  };
  const rest = { severity: "critical", confidence: 0.8, subjects: { fleet: "" }, evidence, startedAt } as const;
  await openFinding(database.db, { ...finding, ...rest }, new Date(minute * 60_000 + 36_000));
}

const revisions = () =>
  database.sql<{ title: string; figures: Record<string, unknown> }[]>`
    select title, figures from domain_events where kind = 'finding.revised'`;

test("the roll call's figures take the place of the estimate, which stays readable", async () => {
  await raiseByPulse(noon + 1);
  // The old agent had gone the minute before the pulse saw it.
  const found = await run((ordinal, minute) => (ordinal % 6 !== 0 && minute >= noon ? outdated : connected));
  expect(found).toHaveLength(1);
  const [finding] = found;
  expect(finding).toMatchObject({
    startedAt: noon,
    evidence: {
      source: "roll_call",
      expected: 500,
      lost: 500,
      byState: { [outdated]: 500 },
      estimate: { devices: 590, connected: 600 },
    },
  });
  const [row] = await database.sql`select title, confidence from findings`;
  expect(row).toEqual({ title: "Connections of agent version 1.4.2 fell from 500 to 0", confidence: 0.95 });
  const [revision, ...others] = await revisions();
  expect(others).toEqual([]);
  expect(revision).toMatchObject({
    title: expect.stringMatching(/^Counted by the roll call: .* Before: Calls of the whole fleet fell by 98 %/),
    figures: {
      before: { title: expect.stringContaining("(estimate)"), estimate: { devices: 590 } },
      after: { startedAt: dateOfMinute(noon).toISOString(), evidence: { source: "roll_call" } },
    },
  });
});

test("a pulse that the roll calls do not confirm says so, and no longer speaks of lost devices", async () => {
  await raiseByPulse(noon);
  expect(await run(() => connected)).toMatchObject([{ endedAt: noon + 3, evidence: { isConfirmed: false } }]);
  const [row] = await database.sql<{ title: string }[]>`select title from findings`;
  expect(row?.title).toBe("Calls of the whole fleet fell by 98 % for a moment; the roll call counted no loss");
  expect(await revisions()).toHaveLength(1);
});

test("devices that fall silent over some minutes are counted where they are, so that the parts sum to the lost", async () => {
  const found = await run((ordinal, minute) => (minute >= noon + Math.floor(ordinal / 200) ? silent : connected));
  expect(found).toMatchObject([{ evidence: { lost: 600, byState: { [silent]: 600 } } }]);
});

test("what goes on is said as long as it does", async () => {
  const ctx = systemCtx(database.db, "test", dateOfMinute(noon));
  expect(await fallGoingOn(ctx)).toBeNull();
  await raiseByPulse(noon);
  expect(await fallGoingOn(ctx)).toBe("a collapse of the whole fleet is going on");
  await database.sql`update findings set status = 'suppressed'`;
  expect(await fallGoingOn(ctx)).toBe("a collapse of the whole fleet is going on");
  await database.sql`update findings set ended_at = now()`;
  expect(await fallGoingOn(ctx)).toBeNull();
});
