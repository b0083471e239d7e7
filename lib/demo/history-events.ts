import { minutesADay } from "@/lib/fleet/minute";
import { planes } from "@/lib/fleet/planes";
import { providerOutage, visitAbsences } from "./absences";
import { EventCollector, type EventList, events } from "./event-list";
import type { Fates } from "./fates";
import { agents, type FleetPlan, roles } from "./plan-fleet";
import { minimumAgent } from "./scenario";

export type HistorySpan = {
  fromMinute: number;
  /** Exclusive. */
  toMinute: number;
  /** May lie in the future: then the history knows nothing of it. */
  collapseMinute: number;
};

/** Everything that changes who calls, and in which plane, within the span. */
export function listHistoryEvents(plan: FleetPlan, fates: Fates, span: HistorySpan): EventList {
  const list = new EventCollector(span.fromMinute, span.toMinute);
  addEnrolments(plan, span, list);
  const away = (device: number, from: number, to: number) => {
    if (to <= span.fromMinute) return;
    list.add(from, device, events.absent);
    list.add(to, device, events.present);
  };
  for (let day = dayBefore(span.fromMinute); day <= Math.floor(span.toMinute / minutesADay) + 1; day++) {
    visitAbsences(plan, day, away);
  }
  const outage = providerOutage(plan);
  const provider = plan.providers[outage.provider];
  for (let i = 0; provider && i < provider.devices; i++) {
    const device = provider.firstDevice + i;
    if (plan.role[device] === roles.ready) continue;
    away(device, span.collapseMinute - outage.fromBefore, span.collapseMinute - outage.toBefore);
  }
  if (span.collapseMinute < span.toMinute) addCollapse(plan, fates, span, list);
  return list.sorted();
}

// An absence that began on the day before may last into the span.
const dayBefore = (minute: number) => Math.floor(minute / minutesADay) - 1;

function addEnrolments(plan: FleetPlan, span: HistorySpan, list: EventCollector): void {
  const admitted = events.calls + planes.admitted;
  for (let device = 0; device < plan.scale.devices; device++) {
    list.add(span.collapseMinute - (plan.enrolledBefore[device] ?? 0), device, admitted);
  }
}

function addCollapse(plan: FleetPlan, fates: Fates, span: HistorySpan, list: EventCollector): void {
  const newEnough = agents.indexOf(minimumAgent);
  for (let device = 0; device < plan.scale.devices; device++) {
    if (plan.role[device] === roles.ready) continue;
    const plane = plan.agent[device] === newEnough ? planes.legacy_token : planes.outdated_agent;
    list.add(span.collapseMinute, device, events.calls + plane);
    list.add(span.collapseMinute + (fates.stops[device] ?? 0), device, events.stops);
    list.add(span.collapseMinute + (fates.returns[device] ?? 0), device, events.calls + planes.admitted);
  }
}
