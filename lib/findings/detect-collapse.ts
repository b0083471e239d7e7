import { clientOf, type Database, type Transaction } from "@/db/client";
import { chooseNarrowest, explainingShare } from "@/lib/detect/collapse/choose-narrowest";
import { groupId } from "@/lib/detect/collapse/group";
import { baselineMinutes, type Drop } from "@/lib/detect/collapse/judge-drop";
import { dateOfMinute, minuteOf } from "@/lib/fleet/minute";
import type { CollapseEvidence, CollapseState } from "./collapse/collapse-evidence";
import { collapseRule } from "./collapse/collapse-evidence";
import {
  type CollapseRecord,
  collapseFingerprint,
  collapsesBetween,
  labelOfGroup,
  nearestChange,
  reviseCollapse,
  updateCollapse,
} from "./collapse/collapse-finding";
import { collapseTexts, hiccupTexts } from "./collapse/collapse-texts";
import { findDrops, isEverybodySilent, isWithin, type Known, startOf } from "./collapse/find-drops";
import { endOutages, isInOutage, openOutage, outagesBetween } from "./collapse/ingest-outage";
import { isRecovered } from "./collapse/is-recovered";
import { loadSeasonal, loadSeries, type Series } from "./collapse/load-series";
import { LostDevices } from "./collapse/lost-devices";
import { takeTurn } from "./collapse/take-turn";
import { openFinding } from "./open-finding";

const earlierDays = 7;
/** The seasonal trend is taken over half of the baseline: from its middle to now. */
const trendMinutes = baselineMinutes / 2;
const chunkMinutes = 360;
/** A pulse that the roll calls of this many minutes do not confirm was a hiccup of the network. */
const confirmMinutes = 3;
const rollCallConfidence = 0.95;
/** Of the expected: each count costs a look at the transitions since the start. */
const recountShare = 0.01;
/** A pulse may speak of the same minutes; of older ones only the roll call does. */
const liveMinutes = 5;

/** Judges every minute of a range in order, as history that was imported needs it; each stretch of some hours is a transaction. */
export async function detectCollapseBetween(
  db: Database,
  fromMinute: number,
  toMinute: number,
  now: Date,
  options: { onProgress?: (minute: number) => void; signal?: AbortSignal } = {},
): Promise<void> {
  for (let from = fromMinute; from <= toMinute; from += chunkMinutes) {
    const to = Math.min(toMinute, from + chunkMinutes - 1);
    await db.transaction((tx) => judgeMinutes(tx, from, to, now, options.signal));
    if (options.signal?.aborted) return;
    options.onProgress?.(to);
  }
}

/**
 * Judges the minutes that roll call closed, in order, within the caller's transaction: its findings, what it remembers of them and
 * how far the caller came are there together or not at all.
 * A minute is judged only where Muster listened in it and in the one before: what was not heard is unknown, not lost.
 */
export async function judgeMinutes(
  tx: Transaction,
  from: number,
  to: number,
  now: Date,
  signal?: AbortSignal,
): Promise<void> {
  if (minuteOf(now) - to <= liveMinutes) await takeTurn(tx);
  const collapses = await collapsesBetween(tx, from - baselineMinutes - earlierDays * 1_440, to);
  const series = await loadSeries(clientOf(tx), from - baselineMinutes, to, openProviders(collapses));
  const outages = await outagesBetween(tx, from - baselineMinutes, to);
  for (let minute = from; minute <= to && !signal?.aborted; minute++) {
    await judgeMinute(tx, { series, collapses, outages }, minute, now);
  }
}

/** Whose recovery is followed. */
const openProviders = (collapses: readonly CollapseRecord[]): number[] =>
  collapses.flatMap(({ endMinute, evidence: { group } }) =>
    endMinute === null && group.dimension === "provider" ? [Number(group.key)] : [],
  );

async function judgeMinute(db: Transaction, known: Known, minute: number, now: Date): Promise<void> {
  const { series, collapses, outages } = known;
  for (const collapse of collapses) await carryOn(db, series, collapse, minute, now);
  await endOutageWhenCalled(db, known, minute, now);
  if (!isListened(series, minute) || isInOutage(outages, minute)) return;
  const suspects = findDrops(known, minute, () => []);
  if (suspects.length === 0) return;
  if (isEverybodySilent(series, minute)) {
    const startedAt = dateOfMinute(minute - 1);
    outages.push({ id: await openOutage(db, startedAt, now), startMinute: minute - 1, endMinute: null });
    return;
  }
  const isIncident = (at: number) => collapses.some((collapse) => isWithin(collapse, at));
  const seasonal = await loadSeasonal(clientOf(db), minute, trendMinutes, earlierDays, isIncident);
  const drops = findDrops(known, minute, (id) => seasonal.get(id) ?? []);
  if (drops.length > 0) await record(db, series, collapses, drops, minute, now);
}

/** In the minute and the one before: what was not heard is unknown and not lost, and no lowest point of anything. */
const isListened = (series: Series, minute: number): boolean =>
  series.isCovered(minute) && series.isCovered(minute - 1);

/** The pulse ends an outage within seconds; in history, and after a pulse was missed, the roll call does. */
async function endOutageWhenCalled(
  db: Transaction,
  { series, outages }: Known,
  minute: number,
  now: Date,
): Promise<void> {
  const open = outages.filter((outage) => outage.endMinute === null && outage.startMinute < minute - 1);
  if (open.length === 0 || !((series.seen[minute - series.fromMinute] ?? 0) > 0)) return;
  await endOutages(db, dateOfMinute(minute), now);
  for (const outage of open) outage.endMinute = minute;
}

async function record(
  db: Transaction,
  series: Series,
  collapses: CollapseRecord[],
  drops: Drop[],
  minute: number,
  now: Date,
): Promise<void> {
  const firstStart = Math.min(...drops.map((drop) => startOf(series, drop, minute)));
  const lost = await LostDevices.read(clientOf(db), firstStart - 1, minute);
  const open = collapses.filter((collapse) => collapse.endMinute === null && collapse.evidence.source === "roll_call");
  const lostAtAll = lost.within({ dimension: "fleet", key: "" });
  const ofOpen = open.map((collapse) => ({ collapse, shared: lost.within(collapse.evidence.group) }));
  const unexplained = drops.filter(({ group }) => {
    const by = ofOpen.find(({ shared }) => shared(group) >= explainingShare * lostAtAll(group));
    by?.collapse.explains.add(groupId(group));
    return !by;
  });
  for (const collapse of open) await updateCollapse(db, collapse, now);
  if (unexplained.length === 0) return;
  const chosen = chooseNarrowest(unexplained, (group) => lost.within(group));
  const chosenGroups = new Set(chosen);
  for (const drop of chosen) {
    const explains = drops
      .filter((other) => other !== drop && !chosenGroups.has(other))
      .map((other) => groupId(other.group));
    await store(db, series, collapses, { drop, lost, explains, minute }, now);
  }
}

type Found = { drop: Drop; lost: LostDevices; explains: string[]; minute: number };

/** Opens the finding, or takes over the one that the pulse raised for the same fall. */
async function store(
  db: Transaction,
  series: Series,
  collapses: CollapseRecord[],
  found: Found,
  now: Date,
): Promise<void> {
  const { drop, lost, explains, minute } = found;
  const startMinute = startOf(series, drop, minute);
  const pulsed = collapses.find(
    (c) =>
      c.evidence.source === "pulse" && c.endMinute === null && Math.abs(c.startMinute - startMinute) <= confirmMinutes,
  );
  const fleetExpected = fleetExpectation(series, startMinute) ?? drop.expected;
  const evidence: CollapseEvidence = {
    group: { ...drop.group, label: await labelOfGroup(db, drop.group) },
    source: "roll_call",
    expected: Math.round(drop.expected),
    found: drop.found,
    lost: Math.round(drop.lost),
    lowest: { found: drop.found, minute },
    byState: lost.byState(drop.group),
    change: await nearestChange(db, startMinute),
    firstMinute: startMinute,
    recoveredMinute: null,
    isConfirmed: true,
    fleetExpected: Math.round(fleetExpected),
    estimate: pulsed?.evidence.estimate ?? null,
  };
  const texts = collapseTexts(evidence, fleetExpected);
  if (pulsed) {
    Object.assign(pulsed, {
      evidence,
      explains: new Set(explains),
      startMinute: Math.min(startMinute, pulsed.startMinute),
    });
    await reviseCollapse(db, pulsed, now, { ...texts, confidence: rollCallConfidence });
    return;
  }
  const { id } = await openFinding(
    db,
    {
      ...texts,
      rule: collapseRule,
      fingerprint: collapseFingerprint(drop.group, startMinute),
      confidence: rollCallConfidence,
      evidence,
      detectorState: { explains } satisfies CollapseState,
      startedAt: dateOfMinute(startMinute),
    },
    now,
  );
  collapses.push({ id, evidence, explains: new Set(explains), startMinute, endMinute: null });
}

function fleetExpectation(series: Series, startMinute: number): number | undefined {
  const before = series.groups.get("fleet:")?.connected[startMinute - 1 - series.fromMinute];
  return before === undefined || Number.isNaN(before) ? undefined : before;
}

/** Follows an open collapse through one more minute: its lowest point, and its end once nine tenths are back for three minutes. */
async function carryOn(
  db: Transaction,
  series: Series,
  collapse: CollapseRecord,
  minute: number,
  now: Date,
): Promise<void> {
  if (collapse.endMinute !== null || minute <= collapse.startMinute || !isListened(series, minute)) return;
  const { evidence } = collapse;
  if (evidence.source === "pulse") {
    if (minute - collapse.startMinute < confirmMinutes) return;
    evidence.isConfirmed = false;
    collapse.endMinute = minute;
    await reviseCollapse(db, collapse, now, hiccupTexts(evidence));
    return;
  }
  const found = series.groups.get(groupId(evidence.group))?.connected[minute - series.fromMinute];
  if (found === undefined || Number.isNaN(found)) return;
  const isLower = found < evidence.lowest.found;
  evidence.found = found;
  if (isLower) evidence.lowest = { found, minute };
  const recovered = isRecovered(series, evidence, minute);
  if (recovered !== null) {
    evidence.recoveredMinute = recovered;
    collapse.endMinute = recovered;
  }
  if (isLower) {
    evidence.lost = Math.max(evidence.lost, evidence.expected - found);
    await recount(db, evidence, minute);
  }
  await updateCollapse(db, collapse, now, isLower ? collapseTexts(evidence, evidence.fleetExpected) : undefined);
}

/** Where the lost are now, once noticeably more are lost than were counted: devices that fall silent do so over some minutes. */
async function recount(db: Transaction, evidence: CollapseEvidence, minute: number): Promise<void> {
  const counted = Object.values(evidence.byState).reduce((sum, devices) => sum + devices, 0);
  if (evidence.lost - counted < recountShare * evidence.expected) return;
  const lost = await LostDevices.read(clientOf(db), evidence.firstMinute - 1, minute);
  evidence.byState = lost.byState(evidence.group);
}
