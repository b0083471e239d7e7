import { groupId } from "@/lib/detect/collapse/group";
import type { CollapseEvidence } from "./collapse-evidence";
import type { Series } from "./load-series";

const recoveredShare = 0.9;
const steadyMinutes = 3;

/**
 * The first of three minutes in a row, ending with `minute`, in which nine tenths of what was lost are back; null before.
 * Devices leave an agent version by upgrading, so a version's collapse ends when the fleet has its devices back.
 */
export function isRecovered(series: Series, evidence: CollapseEvidence, minute: number): number | null {
  const isVersion = evidence.group.dimension === "agent";
  const id = isVersion ? "fleet:" : groupId(evidence.group);
  const expected = isVersion ? evidence.fleetExpected : evidence.expected;
  const enough = expected - (1 - recoveredShare) * (isVersion ? evidence.lost : expected);
  const connected = series.groups.get(id)?.connected;
  const first = minute - steadyMinutes + 1;
  if (first <= evidence.firstMinute) return null;
  for (let at = first; at <= minute; at++) {
    const found = connected?.[at - series.fromMinute];
    if (found === undefined || Number.isNaN(found) || found < enough) return null;
  }
  return first;
}
