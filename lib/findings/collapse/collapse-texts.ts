import { dateOfMinute } from "@/lib/fleet/minute";
import type { Severity } from "../finding-choices";
import type { CollapseEvidence } from "./collapse-evidence";
import type { Loss } from "./estimate-loss";

export type CollapseTexts = { title: string; summary: string; severity: Severity; subjects: Record<string, string> };

export function collapseSeverity(lost: number, fleetExpected: number): Severity {
  const share = fleetExpected > 0 ? lost / fleetExpected : 1;
  if (share >= 0.3) return "critical";
  if (share >= 0.1) return "high";
  return share >= 0.01 ? "medium" : "low";
}

const figure = (value: number): string => Math.round(value).toLocaleString("en-GB");
const percent = (share: number): string => `${Math.floor(share * 100)} %`;
const clock = (minute: number): string => `${dateOfMinute(minute).toISOString().slice(11, 16)} UTC`;

function cause({ change }: CollapseEvidence): string {
  return change ? `It began with: ${change.title}.` : "No change of the calendar lies near its start.";
}

/** Of figures that the roll call counted. */
export function collapseTexts(evidence: CollapseEvidence, fleetExpected: number): CollapseTexts {
  const { group, expected, lowest, lost } = evidence;
  return {
    title: `Connections of ${group.label} fell from ${figure(expected)} to ${figure(lowest.found)}`,
    summary: `${figure(lost)} devices of ${group.label} are not connected although they were expected. ${cause(evidence)}`,
    severity: collapseSeverity(lost, fleetExpected),
    subjects: { [group.dimension]: group.key },
  };
}

/** Of callers in 15 seconds: what was seen is said as such, and what it may mean as an estimate. */
export function pulseTexts(evidence: CollapseEvidence, loss: Loss, lostCallers: number): CollapseTexts {
  const { group, expected, found, fleetExpected } = evidence;
  const { share, devices, connected, countedMinute } = loss;
  const isKnown = devices !== null && connected !== null && countedMinute !== null;
  const about = isKnown ? `: about ${figure(devices)} of ${figure(connected)} devices` : "";
  const seen = `In 15 seconds ${figure(found)} devices of ${group.label} were admitted where ${figure(expected)} usually are.`;
  const meaning = isKnown
    ? `Of the ${figure(connected)} that were connected at ${clock(countedMinute)} that is about ${figure(devices)}: an estimate from the pulse, until the roll call has counted them.`
    : "How many devices are lost is not known before the roll call has counted them.";
  return {
    title: `Calls of ${group.label} fell by ${percent(share)}${about} (estimate)`,
    summary: `${seen} ${meaning} ${cause(evidence)}`,
    severity: collapseSeverity(lostCallers, fleetExpected),
    subjects: { [group.dimension]: group.key },
  };
}

/** Of a pulse that the roll calls did not confirm. */
export function hiccupTexts({ group, estimate }: CollapseEvidence): Pick<CollapseTexts, "title" | "summary"> {
  const share = estimate ? ` by ${percent(estimate.share)}` : "";
  return {
    title: `Calls of ${group.label} fell${share} for a moment; the roll call counted no loss`,
    summary: `The pulse saw fewer callers of ${group.label} for 15 seconds. The roll calls of the three minutes since do not show that devices were lost.`,
  };
}
