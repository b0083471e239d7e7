import { type CoverageStatus, coverageStatus } from "../coverage-status";
import { shardWordCount } from "../shard";
import type { ShardStates } from "./shard-states";

/** The bits of one minute of a shard by state plane; a plane in which nobody called is left out. */
export type CallLayer = {
  admitted?: Uint32Array;
  outdatedAgent?: Uint32Array;
  legacyToken?: Uint32Array;
  unverified?: Uint32Array;
  /** Whom another source watched in this minute, so that it counts as covered for them whether or not Muster listened. */
  observed?: Uint32Array;
};

/** Everything that the states of one shard at one minute depend on. One bit a device everywhere; depth d is d minutes before. */
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

/**
 * The state rule, for all devices of a shard at once. Retired and quarantined by decision come first; then, while Muster did not
 * listen, unknown; then the latest minute of the window with a bit decides: connected if admitted, else the first reason in the
 * fixed order; without a bit, silent if every minute of the window since the enrolment was covered in full, else unknown.
 * A minute in which another source watched the device is covered for that device.
 */
export function stateAt(moment: ShardMoment, into: ShardStates): ShardStates {
  const { enrolled, quarantined, retired, windowReaches } = moment;
  const depths = windowReaches.length;
  const layers = windowReaches.map((_, depth) => spread(moment.callsAt(depth)));
  const isDeaf = moment.coverageAt(0) === coverageStatus.none;
  const watched = layers[0]?.observed ?? nobody;
  // Where all are unknown nobody asks who was enrolled.
  const isAllUnknown = isDeaf && watched === nobody;
  const gaps = windowReaches.map((_, depth) =>
    isAllUnknown || moment.coverageAt(depth) === coverageStatus.full ? undefined : moment.enrolledAt(depth),
  );
  const { digit0, digit1, digit2, digit3, seen } = into;

  for (let i = 0; i < shardWordCount; i++) {
    const claimed = (enrolled[i] as number) & ~(retired[i] as number);
    let open = claimed;
    let connected = 0;
    let outdated = 0;
    let legacy = 0;
    let unverified = 0;
    let gap = 0;
    for (let depth = 0; depth < depths; depth++) {
      let due = open & ((windowReaches[depth] as Uint32Array)[i] as number);
      if (due === 0) break;
      const layer = layers[depth];
      if (layer) {
        const byAdmission = due & (layer.admitted[i] as number);
        const byAgent = due & ~byAdmission & (layer.outdatedAgent[i] as number);
        const byToken = due & ~byAdmission & ~byAgent & (layer.legacyToken[i] as number);
        const byVerification = due & ~byAdmission & ~byAgent & ~byToken & (layer.unverified[i] as number);
        connected |= byAdmission;
        outdated |= byAgent;
        legacy |= byToken;
        unverified |= byVerification;
        const called = byAdmission | byAgent | byToken | byVerification;
        open &= ~called;
        due &= ~called;
      }
      const wasEnrolled = gaps[depth];
      if (wasEnrolled) gap |= due & (wasEnrolled[i] as number) & ~(layer ? (layer.observed[i] as number) : 0);
    }
    const held = claimed & (quarantined[i] as number);
    const unheard = isDeaf ? ~(watched[i] as number) : 0;
    const free = claimed & ~held & ~unheard;
    const silent = open & free & ~gap;
    const unknown = (claimed & ~held & unheard) | (open & free & gap);
    digit0[i] = (connected & free) | (legacy & free) | silent | unknown;
    digit1[i] = (outdated & free) | (legacy & free) | held | unknown;
    digit2[i] = (unverified & free) | silent | held | unknown;
    digit3[i] = (enrolled[i] as number) & (retired[i] as number);
    seen[i] = claimed & ~open;
  }
  return into;
}

function spread(layer: CallLayer | undefined): Required<CallLayer> | undefined {
  if (!layer) return undefined;
  return {
    admitted: layer.admitted ?? nobody,
    outdatedAgent: layer.outdatedAgent ?? nobody,
    legacyToken: layer.legacyToken ?? nobody,
    unverified: layer.unverified ?? nobody,
    observed: layer.observed ?? nobody,
  };
}
