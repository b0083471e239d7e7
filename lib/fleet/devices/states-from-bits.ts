import { type CoverageStatus, coverageStatus } from "../coverage-status";
import { type Plane, planes } from "../planes";
import { type StateCode, stateCodes } from "../states";
import type { MinuteSpan, StateRun } from "./state-runs";

export type DeviceBits = {
  enrolledMinute: number;
  windowMinutes: number;
  decisions: readonly { kind: "quarantined" | "retired"; from: number; to: number | null }[];
  /** Whether the device has the plane's bit in a minute; asked from a window before the span on. */
  has(plane: Plane, minute: number): boolean;
  coverageAt(minute: number): CoverageStatus;
};

const verdicts = [
  [planes.admitted, stateCodes.connected],
  [planes.outdated_agent, stateCodes.blocked_outdated_agent],
  [planes.legacy_token, stateCodes.blocked_legacy_token],
  [planes.unverified, stateCodes.blocked_unverified],
] as const;

/** One device's states over [from, to) by the rule of lib/fleet/roll-call/state-at.ts, as runs that tile it, neighbours differing. */
export function statesFromBits(device: DeviceBits, { from, to }: MinuteSpan): StateRun[] {
  const runs: StateRun[] = [];
  for (let minute = from; minute < to; minute++) {
    const code = stateOf(device, minute);
    const last = runs.at(-1);
    if (last?.code === code) last.to = minute + 1;
    else runs.push({ code, from: minute, to: minute + 1 });
  }
  return runs;
}

function stateOf(device: DeviceBits, minute: number): StateCode {
  if (minute < device.enrolledMinute) return stateCodes.none;
  const decided = device.decisions.filter(({ from, to }) => from <= minute && (to === null || minute < to));
  if (decided.some(({ kind }) => kind === "retired")) return stateCodes.retired;
  if (decided.length > 0) return stateCodes.quarantined;
  if (device.coverageAt(minute) === coverageStatus.none && !device.has(planes.observed, minute)) {
    return stateCodes.unknown;
  }
  let isCovered = true;
  for (let at = minute; at > minute - device.windowMinutes; at--) {
    const verdict = verdicts.find(([plane]) => device.has(plane, at));
    if (verdict) return verdict[1];
    const isKnown = device.coverageAt(at) === coverageStatus.full || device.has(planes.observed, at);
    if (!isKnown && at >= device.enrolledMinute) isCovered = false;
  }
  return isCovered ? stateCodes.silent : stateCodes.unknown;
}
