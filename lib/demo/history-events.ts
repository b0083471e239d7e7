import { minutesADay } from "@/lib/fleet/minute";
import { planes } from "@/lib/fleet/planes";
import { providerOutage, visitAbsences } from "./absences";
import type { Fates } from "./fates";
import { agents, type FleetPlan, roles } from "./plan-fleet";
import { minimumAgent } from "./scenario";

/** Codes of what happens to a device at a minute. From `calls` on: calls + plane, the plane that its heartbeats then set. */
export const events = { absent: 0, present: 1, stops: 2, calls: 3 } as const;
const codeSize = 16;

/** What happens, minute by minute: `packed` from start[i] to start[i + 1] belongs to minute fromMinute + i. */
export type EventList = { fromMinute: number; start: Int32Array; packed: Int32Array };

export const eventDevice = (packed: number): number => Math.floor(packed / codeSize);
export const eventCode = (packed: number): number => packed % codeSize;

export type HistorySpan = {
  fromMinute: number;
  /** Exclusive. */
  toMinute: number;
  /** May lie in the future: then the history knows nothing of it. */
  collapseMinute: number;
};

/** Collects in any order, sorts by minute at the end. What lies before the span happens at its first minute. */
class EventCollector {
  #minutes = new Int32Array(1 << 20);
  #packed = new Int32Array(1 << 20);
  #count = 0;

  constructor(readonly span: HistorySpan) {}

  add(minute: number, device: number, code: number): void {
    if (minute >= this.span.toMinute) return;
    if (this.#count === this.#minutes.length) this.#grow();
    this.#minutes[this.#count] = Math.max(0, minute - this.span.fromMinute);
    this.#packed[this.#count++] = device * codeSize + code;
  }

  sorted(): EventList {
    const length = this.span.toMinute - this.span.fromMinute;
    const start = new Int32Array(length + 1);
    for (let i = 0; i < this.#count; i++) {
      const after = (this.#minutes[i] as number) + 1;
      start[after] = (start[after] as number) + 1;
    }
    for (let i = 1; i <= length; i++) start[i] = (start[i] as number) + (start[i - 1] as number);
    const next = start.slice();
    const packed = new Int32Array(this.#count);
    for (let i = 0; i < this.#count; i++) {
      const minute = this.#minutes[i] as number;
      const at = next[minute] as number;
      packed[at] = this.#packed[i] as number;
      next[minute] = at + 1;
    }
    return { fromMinute: this.span.fromMinute, start, packed };
  }

  #grow(): void {
    const grow = (old: Int32Array) => {
      const made = new Int32Array(old.length * 2);
      made.set(old);
      return made;
    };
    this.#minutes = grow(this.#minutes);
    this.#packed = grow(this.#packed);
  }
}

/** Everything that changes who calls, and in which plane, within the span. */
export function listHistoryEvents(plan: FleetPlan, fates: Fates, span: HistorySpan): EventList {
  const list = new EventCollector(span);
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
