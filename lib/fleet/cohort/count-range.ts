import type { Ctx } from "@/lib/context";
import { ShardBits } from "../bit-set";
import { coverageStatus } from "../coverage-status";
import { addCounts, type MeasureCounts, noCounts } from "../queries/minute-counts";
import type { ShardStates } from "../roll-call/shard-states";
import { offsetOf, shardOf } from "../shard";
import { stateCodes } from "../states";
import type { CountUnit, FleetFilter } from "../types";
import { countSteady, type SteadyMinute } from "./count-steady";
import type { CountedMinute } from "./counted-minute";
import { eachMoment } from "./each-moment";
import { type FleetSpan, readFleetSpan } from "./fleet-span";
import { readCohort } from "./read-cohort";
import { HeldCalls, readHeldCalls } from "./read-held-calls";
import { replayUnsteady, type Transition } from "./replay-unsteady";
import { type CohortShard, splitShard, steadyWindow } from "./split-shard";
import { weightsOf } from "./weigh";

type Part = CohortShard & { states: ShardStates };

/**
 * The counts of a filter's attributes at some hot and rolled minutes, which ascend: those about whom nothing changes meanwhile by
 * masks in the database, the others by their transitions. The evidence of a minute that was not listened in leaves out the latter.
 */
export async function countRange(
  ctx: Ctx,
  filter: FleetFilter,
  unit: CountUnit,
  minutes: number[],
): Promise<CountedMinute[]> {
  const cohort = await readCohort(ctx, filter, minutes);
  if (!cohort) return [];
  const { first, last, directory, fields, matcher } = cohort;
  const sql = ctx.db.$client;
  const span = await readFleetSpan(sql, directory, first, last, new Set([...fields, "gpuCount" as const]));
  const parts: Part[] = [];
  for await (const { shards } of eachMoment(sql, span, [first])) {
    for (const { shard, records, states } of shards) {
      const changes = span.changes.get(shard) ?? [];
      const part = splitShard({ directory, records, changes, matcher, fields, unit, toMinute: last });
      if (!part.free.isEmpty() || !part.held.isEmpty() || !part.unsteady.isEmpty()) parts.push({ ...part, states });
    }
  }
  const steady = await countSteadyParts(ctx, parts, unit, minutes);
  const totals = minutes.map((minute) => steadyCounts(span, steady.sizes, steady.counts.get(minute), minute));
  for (const part of parts.filter(({ unsteady }) => !unsteady.isEmpty())) {
    const transitions = await readTransitions(ctx, part, first, last);
    const changes = span.changes.get(part.shard) ?? [];
    const heldCalls = await readCallsOfHeld(ctx, part, transitions, { first, last });
    const counts = replayUnsteady(
      { part, states: part.states, directory, changes, transitions, matcher, unit, heldCalls },
      minutes,
    );
    for (const [index, count] of counts.entries()) addCounts(totals[index] as MeasureCounts, count); // one a minute
  }
  return minutes.map((minute, index) => ({
    minute,
    status: span.coverageAt(minute),
    counts: totals[index] as MeasureCounts, // one a minute
  }));
}

async function countSteadyParts(ctx: Ctx, parts: Part[], unit: CountUnit, minutes: number[]) {
  const masks = parts.filter(({ free, held }) => !free.isEmpty() || !held.isEmpty());
  const weighed = masks.map(({ shard, records, free, held }) => ({
    shard,
    gpuCount: records.gpuCount,
    all: free.clone().or(held),
  }));
  const weights = weightsOf(unit, weighed);
  const size = (group: "free" | "held") =>
    masks.reduce((sum, mask) => {
      const of = (shard: number) => weights.map((weight) => ({ amount: weight.amount, bits: weight.of(shard) }));
      const parts = of(mask.shard).map(({ amount, bits }) => {
        return amount * (bits ? mask[group].countAnd(bits) : mask[group].count());
      });
      return sum + parts.reduce((total, part) => total + part, 0);
    }, 0);
  const rows = await countSteady(ctx.db.$client, masks, weights, minutes);
  return { sizes: { free: size("free"), held: size("held") }, counts: new Map(rows.map((row) => [row.minute, row])) };
}

/** States of the steady: who neither was admitted nor turned away is silent if Muster listened throughout the window. */
function steadyCounts(
  span: FleetSpan,
  sizes: { free: number; held: number },
  found: SteadyMinute | undefined,
  minute: number,
): MeasureCounts {
  const counts = { ...noCounts(), quarantined: sizes.held };
  const { connected, outdated_agent, legacy_token, unverified, verified, heldSeen } = { ...noSteady, ...found };
  const called = connected + outdated_agent + legacy_token + unverified;
  counts.seen = called + heldSeen;
  if (span.coverageAt(minute) === coverageStatus.none) return { ...counts, unknown: sizes.free };
  const isCovered = Array.from({ length: steadyWindow }, (_, depth) => span.coverageAt(minute - depth)).every(
    (status) => status === coverageStatus.full,
  );
  const open = sizes.free - called;
  const rest = isCovered ? { silent: open } : { unknown: open };
  return { ...counts, ...rest, connected, outdated_agent, legacy_token, unverified, verified };
}

const noSteady = { connected: 0, outdated_agent: 0, legacy_token: 0, unverified: 0, verified: 0, heldSeen: 0 };

async function readTransitions(ctx: Ctx, part: Part, first: number, last: number): Promise<Transition[]> {
  const ordinals: number[] = [];
  part.unsteady.visit((offset) => ordinals.push(part.shard * 65_536 + offset));
  return ctx.db.$client<Transition[]>`
    select ordinal, minute, to_state as state from transitions
    where shard = ${part.shard} and ordinal = any(${ordinals}) and minute > ${first} and minute <= ${last}
    order by minute, ordinal`;
}

/** Of the unsteady that are in quarantine at some minute. */
async function readCallsOfHeld(
  ctx: Ctx,
  part: Part,
  transitions: Transition[],
  { first, last }: { first: number; last: number },
): Promise<HeldCalls | null> {
  const held = new ShardBits();
  part.unsteady.visit((offset) => {
    if (part.states.codeAt(offset) === stateCodes.quarantined) held.add(offset);
  });
  for (const { ordinal, state } of transitions) {
    if (state === stateCodes.quarantined && shardOf(ordinal) === part.shard) held.add(offsetOf(ordinal));
  }
  if (held.isEmpty()) return null;
  const offsets: number[] = [];
  held.visit((offset) => offsets.push(offset));
  const calls = new HeldCalls();
  const range = { fromMinute: first - part.records.windowReaches.length + 1, toMinute: last };
  await readHeldCalls(ctx.db.$client, calls, part.shard, offsets, range);
  return calls;
}
