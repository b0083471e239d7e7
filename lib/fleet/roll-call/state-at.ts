import { type CoverageStatus, coverageStatus } from "../coverage-status";
import { shardWordCount } from "../shard";
import type { ShardStates } from "./shard-states";

/** The bits of one minute of a shard by state plane; a plane in which nobody called is left out. */
export type CallLayer = {
  admitted?: Uint32Array;
  outdatedAgent?: Uint32Array;
  legacyToken?: Uint32Array;
  unverified?: Uint32Array;
  /**
   * Whom another source watched in this minute, so that it counts as covered for them whether or not Muster listened.
   */
  observed?: Uint32Array;
};

/**
 * Everything that the states of one shard at one minute depend on. One bit a device everywhere; depth d is d minutes
 * before.
 */
export type ShardMoment = {
  enrolled: Uint32Array;
  quarantined: Uint32Array;
  retired: Uint32Array;
  /** At depth d the devices whose window reaches back that far; empty past the longest window. */
  windowReaches: readonly Uint32Array[];
  callsAt(depth: number): CallLayer | undefined;
  coverageAt(depth: number): CoverageStatus;
  /** The devices that were enrolled already; asked only for minutes that were not covered in full. */
  enrolledAt(depth: number): Uint32Array;
};

const nobody = new Uint32Array(shardWordCount);
const everybody = new Uint32Array(shardWordCount).fill(0xffffffff);

/** Scratch of one call: stateAt runs to its end without a pause, so one set serves all. */
const scratch = {
  /** Claimed devices without a call so far. */
  open: new Uint32Array(shardWordCount),
  /** Of whom a minute of their window was not covered in full. */
  gap: new Uint32Array(shardWordCount),
  connected: new Uint32Array(shardWordCount),
  outdated: new Uint32Array(shardWordCount),
  legacy: new Uint32Array(shardWordCount),
  unverified: new Uint32Array(shardWordCount),
};

/**
 * The state rule, for all devices of a shard at once. Retired and quarantined by decision come first; then, while
 * Muster did not listen, unknown; then the latest minute of the window with a bit decides: connected if admitted, else
 * the first reason in the fixed order; without a bit, silent if every minute of the window since the enrolment was
 * covered in full, else unknown. A minute in which another source watched the device is covered for that device.
 */
export function stateAt(moment: ShardMoment, into: ShardStates): ShardStates {
  const isDeaf = moment.coverageAt(0) === coverageStatus.none;
  const watched = moment.callsAt(0)?.observed;
  // Where all are unknown nobody asks who was enrolled.
  const isAllUnknown = isDeaf && !watched;
  begin(moment);
  for (let depth = 0; depth < moment.windowReaches.length; depth++) {
    const reach = moment.windowReaches[depth] as Uint32Array;
    const layer = moment.callsAt(depth);
    if (layer?.outdatedAgent || layer?.legacyToken || layer?.unverified) hearAll(layer, reach);
    else if (layer?.admitted) hearAdmitted(layer.admitted, reach);
    const isGap = !isAllUnknown && moment.coverageAt(depth) !== coverageStatus.full;
    if (isGap) noteGap(reach, moment.enrolledAt(depth), layer?.observed ?? nobody);
    if (!isAnybodyDue(moment.windowReaches[depth + 1])) break;
  }
  return decide(moment, isDeaf ? (watched ?? nobody) : everybody, into);
}

function begin({ enrolled, retired }: ShardMoment): void {
  const { open, gap, connected, outdated, legacy, unverified } = scratch;
  for (let i = 0; i < shardWordCount; i++) open[i] = (enrolled[i] as number) & ~(retired[i] as number);
  for (const words of [gap, connected, outdated, legacy, unverified]) words.fill(0);
}

/** One minute of the window in which somebody was turned away. */
function hearAll(layer: CallLayer, reach: Uint32Array): void {
  const { open, connected, outdated, legacy, unverified } = scratch;
  const admitted = layer.admitted ?? nobody;
  const byAgent = layer.outdatedAgent ?? nobody;
  const byToken = layer.legacyToken ?? nobody;
  const byVerification = layer.unverified ?? nobody;
  for (let i = 0; i < shardWordCount; i++) {
    let due = (open[i] as number) & (reach[i] as number);
    if (due === 0) continue;
    const before = due;
    connected[i] = (connected[i] as number) | (due & (admitted[i] as number));
    due &= ~(admitted[i] as number);
    outdated[i] = (outdated[i] as number) | (due & (byAgent[i] as number));
    due &= ~(byAgent[i] as number);
    legacy[i] = (legacy[i] as number) | (due & (byToken[i] as number));
    due &= ~(byToken[i] as number);
    unverified[i] = (unverified[i] as number) | (due & (byVerification[i] as number));
    due &= ~(byVerification[i] as number);
    open[i] = (open[i] as number) & ~(before & ~due);
  }
}

/** The same where all who called were admitted, as in most minutes: half the time. */
function hearAdmitted(admitted: Uint32Array, reach: Uint32Array): void {
  const { open, connected } = scratch;
  for (let i = 0; i < shardWordCount; i++) {
    const called = (open[i] as number) & (reach[i] as number) & (admitted[i] as number);
    connected[i] = (connected[i] as number) | called;
    open[i] = (open[i] as number) & ~called;
  }
}

function noteGap(reach: Uint32Array, enrolled: Uint32Array, observed: Uint32Array): void {
  const { open, gap } = scratch;
  for (let i = 0; i < shardWordCount; i++) {
    const due = (open[i] as number) & (reach[i] as number) & (enrolled[i] as number);
    gap[i] = (gap[i] as number) | (due & ~(observed[i] as number));
  }
}

function isAnybodyDue(reach: Uint32Array | undefined): boolean {
  const { open } = scratch;
  if (!reach) return false;
  for (let i = 0; i < shardWordCount; i++) if (((open[i] as number) & (reach[i] as number)) !== 0) return true;
  return false;
}

/** `heard`: for whom the minute itself was listened in. */
function decide({ enrolled, quarantined, retired }: ShardMoment, heard: Uint32Array, into: ShardStates): ShardStates {
  const { open, gap, connected, outdated, legacy, unverified } = scratch;
  const { digit0, digit1, digit2, digit3, seen } = into;
  for (let i = 0; i < shardWordCount; i++) {
    const claimed = (enrolled[i] as number) & ~(retired[i] as number);
    const held = claimed & (quarantined[i] as number);
    const free = claimed & ~held & (heard[i] as number);
    const quiet = (open[i] as number) & free;
    const silent = quiet & ~(gap[i] as number);
    const unknown = (claimed & ~held & ~(heard[i] as number)) | (quiet & (gap[i] as number));
    const byToken = (legacy[i] as number) & free;
    // The digits of lib/fleet/states.ts: connected 1, outdated agent 2, legacy token 3, unverified 4, silent 5,
    // quarantined 6, unknown 7, retired 8.
    digit0[i] = ((connected[i] as number) & free) | byToken | silent | unknown;
    digit1[i] = ((outdated[i] as number) & free) | byToken | held | unknown;
    digit2[i] = ((unverified[i] as number) & free) | silent | held | unknown;
    digit3[i] = (enrolled[i] as number) & (retired[i] as number);
    seen[i] = claimed & ~(open[i] as number);
  }
  return into;
}
