import { dayOfMinute, minutesADay } from "@/lib/fleet/minute";
import { visitAbsences } from "./absences";
import { EventCollector, type EventList, eventCode, eventDevice, events } from "./event-list";
import type { FleetPlan } from "./plan-fleet";

/** Who is away, minute by minute from a first one on; a day ahead in memory. */
export class AbsenceCalendar {
  /** How many absences hold, by device: they may overlap. */
  readonly away: Uint8Array;
  #list: EventList;
  #minute: number;

  constructor(
    readonly plan: FleetPlan,
    firstMinute: number,
  ) {
    this.away = new Uint8Array(plan.scale.devices);
    this.#minute = firstMinute - 1;
    this.#list = this.#listDay(firstMinute, true);
  }

  /** Goes on to `minute` and calls `changed` with every device that went or came. */
  advance(minute: number, changed: (device: number) => void): void {
    while (this.#minute < minute) {
      const next = ++this.#minute;
      if (next - this.#list.fromMinute >= this.#list.start.length - 1) this.#list = this.#listDay(next, false);
      const { start, packed, fromMinute } = this.#list;
      for (let at = start[next - fromMinute] as number; at < (start[next - fromMinute + 1] as number); at++) {
        const device = eventDevice(packed[at] as number);
        const step = eventCode(packed[at] as number) === events.absent ? 1 : -1;
        this.away[device] = (this.away[device] as number) + step;
        changed(device);
      }
    }
  }

  #listDay(fromMinute: number, isFirst: boolean): EventList {
    const toMinute = (dayOfMinute(fromMinute) + 1) * minutesADay;
    const list = new EventCollector(fromMinute, toMinute);
    // Nights of the next day fall into this one where clocks are ahead of UTC.
    for (let day = dayOfMinute(fromMinute) - 1; day <= dayOfMinute(fromMinute) + 1; day++) {
      visitAbsences(this.plan, day, (device, from, to) => {
        if (to <= fromMinute && (isFirst || to < fromMinute)) return;
        // What began before the first day is taken over; on later days it was counted already.
        if (isFirst || from >= fromMinute) list.add(from, device, events.absent);
        if (to >= fromMinute) list.add(to, device, events.present);
      });
    }
    return list.sorted();
  }
}
