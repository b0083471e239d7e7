import { clientOf, type SqlOrTransaction, type Transaction } from "@/db/client";
import { explains } from "@/lib/detect/collapse/choose-narrowest";
import { type Group, groupId } from "@/lib/detect/collapse/group";
import type { Drop } from "@/lib/detect/collapse/judge-drop";
import {
  baselineCount,
  isIngestOutage,
  judgeSlots,
  missesNeeded,
  type SlotCounts,
  type SlotReader,
  slotsAMinute,
} from "@/lib/detect/collapse/judge-slots";
import { minuteOf } from "@/lib/fleet/minute";
import { type CollapseEvidence, collapseRule } from "./collapse/collapse-evidence";
import { collapseFingerprint, collapsesBetween, labelOfGroup, nearestChange } from "./collapse/collapse-finding";
import { pulseTexts } from "./collapse/collapse-texts";
import { estimateLoss } from "./collapse/estimate-loss";
import { endOutages, isInOutage, openOutage, outagesBetween } from "./collapse/ingest-outage";
import type { SlotGroups } from "./collapse/read-slots";
import { SlotMemory } from "./collapse/slot-memory";
import { takeTurn } from "./collapse/take-turn";
import { openFinding } from "./open-finding";

export const slotMs = 5_000;
/** Two intervals of the default source: before, whoever has not called yet is not lost. */
const settlingMs = 60_000;
/** One interval: the first slots after a start hold more or fewer callers than usual, and are no baseline. */
const firstCallsMs = 30_000;

export type PulseVerdict = { slot: number; kind: "quiet" | "settling" | "collapse" | "outage"; findingId?: string };

/**
 * Judges one slot of five seconds that has ended, and opens a finding after three misses in a row: 15 to 20 s after the event.
 * The caller holds the lease, and checks it in the same transaction. Everything is read from the pulses, so that another judge can take over at any slot.
 */
export async function judgePulses(
  db: Transaction,
  slot: number,
  now: Date,
  memory = new SlotMemory(),
): Promise<PulseVerdict> {
  const sql = clientOf(db);
  if (await isSettling(sql, slot)) return { slot, kind: "settling" };
  await takeTurn(db);
  const first = slot - missesNeeded + 1 - baselineCount * slotsAMinute;
  const slots = await memory.read(sql, slot);
  const fleet: Group = { dimension: "fleet", key: "" };
  const collapses = await collapsesBetween(db, minuteOf(first * slotMs), minuteOf(slot * slotMs));
  const settled = await lastChange(sql, first);
  const outages = await outagesBetween(db, minuteOf(first * slotMs), minuteOf(slot * slotMs));
  const isIncident = (at: number) => {
    const minute = minuteOf(at * slotMs);
    if (isInOutage(outages, minute) || at * slotMs < settled) return true;
    return collapses.some((c) => minute >= c.startMinute && (c.endMinute === null || minute <= c.endMinute));
  };
  const at =
    (group: Group): SlotReader =>
    (of) =>
      countsOf(slots, of, group);
  const before =
    (group: Group): SlotReader =>
    (of) =>
      isIncident(of) ? undefined : countsOf(slots, of, group);

  if (isIngestOutage(slot, at(fleet), before(fleet))) {
    const startedAt = new Date((slot - missesNeeded + 1) * slotMs);
    return { slot, kind: "outage", findingId: await openOutage(db, startedAt, now) };
  }
  if (outages.some((outage) => outage.endMinute === null)) {
    if ((at(fleet)(slot)?.called ?? 0) === 0) return { slot, kind: "outage" };
    await endOutages(db, new Date(slot * slotMs), now);
  }
  if (isInOutage(outages, minuteOf(slot * slotMs))) return { slot, kind: "settling" };
  if (collapses.some((collapse) => collapse.endMinute === null)) return { slot, kind: "quiet" };
  const drops: Drop[] = [];
  for (const group of groupsOf(slots)) {
    const drop = judgeSlots(group, slot, at(group), before(group));
    if (drop) drops.push(drop);
  }
  if (drops.length === 0) return { slot, kind: "quiet" };
  const fleetDrop = drops.find((drop) => drop.group.dimension === "fleet");
  return { slot, kind: "collapse", findingId: await openPulse(db, narrowest(drops), fleetDrop ?? null, slot, now) };
}

/** Whether a gateway started or stopped so shortly before the compared slots that its callers are still on their way. */
async function isSettling(sql: SqlOrTransaction, slot: number): Promise<boolean> {
  const from = new Date((slot - missesNeeded + 1) * slotMs - settlingMs);
  const until = new Date((slot + 1) * slotMs);
  const [row] = await sql<{ changed: boolean }[]>`
    select exists (select from gateways
      where started_at between ${from} and ${until} or stopped_at between ${from} and ${until}
        or (stopped_at is null and seen_at between ${from} and ${new Date(until.getTime() - 15_000)})) as changed`;
  return row?.changed ?? false;
}

/** Until when the first calls after the last start or stop of a gateway come in, in ms since the epoch. */
async function lastChange(sql: SqlOrTransaction, firstSlot: number): Promise<number> {
  const from = new Date(firstSlot * slotMs - firstCallsMs);
  const [row] = await sql<{ at: Date | null }[]>`
    select max(greatest(started_at, stopped_at)) as at from gateways where greatest(started_at, stopped_at) >= ${from}`;
  return row?.at ? row.at.getTime() + firstCallsMs : 0;
}

function countsOf(slots: Map<number, SlotGroups>, slot: number, group: Group): SlotCounts | undefined {
  const groups = slots.get(slot);
  // The slot was listened in: a group that is not named had no caller.
  return groups ? (groups.get(groupId(group)) ?? { admitted: 0, called: 0 }) : undefined;
}

/** Every group that any of the slots names. */
function groupsOf(slots: Map<number, SlotGroups>): Group[] {
  const groups = new Map<string, Group>();
  for (const of of slots.values()) {
    for (const id of of.keys()) {
      const at = id.indexOf(":");
      if (!groups.has(id)) groups.set(id, { dimension: id.slice(0, at) as Group["dimension"], key: id.slice(at + 1) });
    }
  }
  return [...groups.values()];
}

function narrowest(drops: readonly Drop[]): Drop {
  const largest = drops.reduce((a, b) => (b.lost > a.lost ? b : a));
  return (
    drops
      // Which devices a pulse lost is not known: at most all of the part's lie in the whole.
      .filter((drop) => explains(drop, largest, Math.min(drop.lost, largest.lost), largest.lost))
      .reduce((a, b) => (b.expected < a.expected ? b : a), largest)
  );
}

async function openPulse(db: Transaction, drop: Drop, fleet: Drop | null, slot: number, now: Date): Promise<string> {
  const startedAt = new Date((slot - missesNeeded + 1) * slotMs);
  const minute = minuteOf(startedAt);
  const loss = await estimateLoss(clientOf(db), drop, minute);
  const evidence: CollapseEvidence = {
    group: { ...drop.group, label: await labelOfGroup(db, drop.group) },
    source: "pulse",
    expected: Math.round(drop.expected),
    found: drop.found,
    lost: loss.devices ?? Math.round(drop.lost),
    lowest: { found: drop.found, minute },
    byState: {},
    change: await nearestChange(db, minute),
    firstMinute: minute,
    recoveredMinute: null,
    isConfirmed: true,
    fleetExpected: Math.round(fleet?.expected ?? drop.expected),
    estimate: null,
  };
  const texts = pulseTexts(evidence, loss, drop.lost);
  const told = { startedAt: startedAt.toISOString(), toldAt: now.toISOString(), title: texts.title };
  evidence.estimate = { ...loss, ...told };
  const { id } = await openFinding(
    db,
    {
      ...texts,
      rule: collapseRule,
      fingerprint: collapseFingerprint(drop.group, minute),
      confidence: 0.8,
      evidence,
      detectorState: { explains: [] },
      startedAt,
    },
    now,
  );
  return id;
}
