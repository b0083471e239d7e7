import { coverageStatus } from "../coverage-status";
import { blockReasons } from "../planes";
import { type MeasureCounts, noCounts } from "../queries/minute-counts";
import { codeOfReason, codesOfState, type StateCode, stateCodes } from "../states";
import type { FleetFilter } from "../types";

/** The states that a filter asks for; null when it asks for none in particular, which are all of the enrolled. */
export function selectedCodes(filter: FleetFilter): ReadonlySet<StateCode> | null {
  const ofStates = filter.state?.length ? filter.state.flatMap(codesOfState) : null;
  const ofReasons = filter.reason?.length ? filter.reason.map(codeOfReason) : null;
  if (!ofStates || !ofReasons) return ofStates || ofReasons ? new Set(ofStates ?? ofReasons) : null;
  return new Set(ofStates.filter((code) => ofReasons.includes(code)));
}

/**
 * What is left of counts when only devices in these states are counted. Whoever is connected or blocked was seen, nobody
 * silent was, and so what remains of `seen` was quarantined; in a minute that was not listened in nobody says who was.
 */
export function selectStates(
  counts: MeasureCounts,
  codes: ReadonlySet<StateCode> | null,
  status: number | undefined,
): MeasureCounts {
  if (!codes) return counts;
  const left = noCounts();
  const isDeaf = (status ?? coverageStatus.none) === coverageStatus.none;
  let seen = 0;
  let seenInQuarantine = counts.seen - counts.connected;
  for (const reason of blockReasons) {
    seenInQuarantine -= counts[reason];
    if (!codes.has(codeOfReason(reason))) continue;
    left[reason] = counts[reason];
    seen += counts[reason];
  }
  if (codes.has(stateCodes.connected)) {
    left.connected = counts.connected;
    left.verified = counts.verified;
    seen += counts.connected;
  }
  if (codes.has(stateCodes.silent)) left.silent = counts.silent;
  if (codes.has(stateCodes.unknown)) left.unknown = counts.unknown;
  if (codes.has(stateCodes.quarantined)) {
    left.quarantined = counts.quarantined;
    if (!isDeaf) seen += seenInQuarantine;
  }
  left.seen = seen;
  return left;
}
