import fc from "fast-check";
import { acquireLease } from "@/lib/jobs/lease";
import type { CoverageStatus } from "../coverage-status";
import { dateOfMinute } from "../minute";
import { statePlanes } from "../planes";
import { reviseQueued } from "./revise-queued";
import { rollRange } from "./roll-range";
import { RollSession, rollCallLease } from "./roll-session";
import { rollSpans } from "./roll-spans";
import type { TestRecords } from "./testing";

// Two shards, windows of 2, 3 and 8 minutes, devices that are there from the start and some that come later.
const ordinals = [0, 1, 2, 3, 40, 65_535, 65_536, 65_537, 65_600, 131_071];
const intervals = [30, 120, 300];

type Call = { kind: "call"; at: number; late: number; device: number; plane: number };
type Act = {
  kind: "quarantine" | "retire" | "release" | "upgrade" | "relocate" | "move" | "regrow" | "verify";
  at: number;
  back: number;
  device: number;
  value: number;
};

export type History = {
  enrolled: number[];
  /** From this minute on, for how many minutes each device calls and pauses in turn. */
  rhythms: { calling: number; pausing: number; plane: number }[];
  calls: Call[];
  acts: Act[];
  gaps: { at: number; minutes: number; status: 0 | 1 }[];
  /** Minutes in which no worker ran. */
  pauses: { at: number; minutes: number }[];
};

export const historyOf = (minutes: number): fc.Arbitrary<History> => {
  const at = fc.integer({ min: 0, max: minutes - 1 });
  const device = fc.integer({ min: 0, max: ordinals.length - 1 });
  return fc.record({
    enrolled: fc.array(fc.oneof(fc.constant(-5), at), { minLength: ordinals.length, maxLength: ordinals.length }),
    rhythms: fc.array(
      fc.record({
        calling: fc.integer({ min: 1, max: 20 }),
        pausing: fc.integer({ min: 0, max: 12 }),
        plane: fc.integer({ min: 0, max: 3 }),
      }),
      { minLength: ordinals.length, maxLength: ordinals.length },
    ),
    calls: fc.array(
      fc.record({
        kind: fc.constant("call" as const),
        at,
        late: fc.integer({ min: 0, max: 10 }),
        device,
        plane: fc.integer({ min: 0, max: 3 }),
      }),
      { maxLength: 40 },
    ),
    acts: fc.array(
      fc.record({
        kind: fc.constantFrom("quarantine", "retire", "release", "upgrade", "relocate", "move", "regrow", "verify"),
        at,
        back: fc.constantFrom(-1, 0, 0, 1, 15),
        device,
        value: fc.integer({ min: 0, max: 30 }),
      }),
      { maxLength: 15 },
    ),
    gaps: fc.array(fc.record({ at, minutes: fc.integer({ min: 1, max: 6 }), status: fc.constantFrom<0 | 1>(0, 1) }), {
      maxLength: 3,
    }),
    pauses: fc.array(fc.record({ at, minutes: fc.integer({ min: 1, max: 15 }) }), { maxLength: 2 }),
  });
};

/** What roll call derives from a history that happened live, and what it derives from the same records at once. */
export async function rollBothWays(
  records: TestRecords,
  history: History,
  start: number,
  minutes: number,
  now: () => Date,
): Promise<{ live: Derived; afresh: Derived }> {
  await records.clear();
  await liveThrough(records, history, start, minutes, now);
  const live = await records.derived();
  await records.forget();
  await rollRange(records.sql, start, start + minutes - 1, { now });
  return { live, afresh: await records.derived() };
}

type Derived = Awaited<ReturnType<TestRecords["derived"]>>;

/** Lets a history happen minute by minute with a worker that rolls each minute, and what comes late after it. */
export async function liveThrough(
  records: TestRecords,
  history: History,
  start: number,
  minutes: number,
  now: () => Date,
): Promise<void> {
  const lease = await acquireLease(records.sql, rollCallLease, "model");
  if (!lease) throw new Error("the lease is held");
  const session = new RollSession(records.sql, lease, now);
  let last = start - 1;
  for (let minute = 0; minute < minutes; minute++) {
    await recordMinute(records, history, start, minute);
    const isPaused = history.pauses.some((pause) => minute >= pause.at && minute < pause.at + pause.minutes);
    if (isPaused && minute < minutes - 1) continue;
    await rollSpans(session, last + 1, start + minute);
    last = start + minute;
    await reviseQueued(session);
  }
  while ((await reviseQueued(session)) > 0);
}

async function recordMinute(records: TestRecords, history: History, start: number, minute: number): Promise<void> {
  for (const [index, enrolled] of history.enrolled.entries()) {
    if (enrolled === minute || (minute === 0 && enrolled < 0)) await enrol(records, index, start + enrolled);
  }
  const gap = history.gaps.find(({ at, minutes }) => minute >= at && minute < at + minutes);
  const status: CoverageStatus = gap ? gap.status : 2;
  if (status > 0) await records.cover(start + minute, status);
  for (const [index, rhythm] of history.rhythms.entries()) {
    const isCalling = minute % (rhythm.calling + rhythm.pausing) < rhythm.calling;
    const plane = statePlanes[rhythm.plane] as number;
    if (status > 0 && isCalling && isEnrolled(history, index, minute)) {
      await records.call(ordinals[index] as number, start + minute, plane);
    }
  }
  for (const call of history.calls) {
    if (call.at !== minute || !isEnrolled(history, call.device, minute - call.late)) continue;
    await records.call(ordinals[call.device] as number, start + minute - call.late, statePlanes[call.plane] as number);
  }
  for (const act of history.acts) {
    if (act.at === minute && isEnrolled(history, act.device, minute - act.back)) await perform(records, act, start);
  }
}

const isEnrolled = (history: History, device: number, minute: number) =>
  (history.enrolled[device] as number) <= minute && minute >= 0;

async function enrol(records: TestRecords, index: number, enrolledMinute: number): Promise<void> {
  await records.enrol({
    ordinal: ordinals[index] as number,
    providerId: 1 + (index % 3),
    region: index % 4 === 0 ? undefined : `region-${index % 2}`,
    gpuModel: `model-${index % 3}`,
    gpuCount: 1 + index,
    agent: "1.0.0",
    intervalSeconds: intervals[index % 3],
    enrolledMinute,
  });
}

async function perform(records: TestRecords, act: Act, start: number): Promise<void> {
  const ordinal = ordinals[act.device] as number;
  const minute = start + act.at - act.back;
  switch (act.kind) {
    case "quarantine":
      return records.decide(ordinal, "quarantined", minute);
    case "retire":
      return records.decide(ordinal, "retired", minute);
    case "release":
      return records.release(ordinal, minute);
    case "upgrade":
      return records.change(ordinal, "agent", `1.${act.value}.0`, heardAt(act, start));
    case "relocate":
      return records.change(ordinal, "region", `region-${act.value % 4}`, heardAt(act, start));
    case "move":
      return records.change(ordinal, "provider_id", 1 + (act.value % 3), heardAt(act, start));
    case "regrow":
      return records.change(ordinal, "gpu_count", 1 + act.value, heardAt(act, start));
    case "verify": {
      const at = new Date(dateOfMinute(minute).getTime() + 30_000);
      return records.verify(ordinal, at, act.value > 20 ? null : new Date(at.getTime() + act.value * 60_000));
    }
  }
}

/** Attributes change when they are heard of: in the minute that is being rolled, or in the one after it. */
const heardAt = (act: Act, start: number): Date =>
  new Date(dateOfMinute(start + act.at).getTime() + (act.back < 0 ? 61_000 : 30_000));
