import { expect, test } from "vitest";
import { minutesAnHour } from "@/lib/fleet/minute";
import { planes } from "@/lib/fleet/planes";
import { AbsenceCalendar } from "./absence-calendar";
import { providerOutage, visitAbsences } from "./absences";
import { planFates } from "./fates";
import { type HistorySpan, listHistoryEvents } from "./history-events";
import { historyHours } from "./history-hours";
import { agents, planFleet, roles } from "./plan-fleet";
import { minimumAgent } from "./scenario";

const plan = planFleet({ seed: 3, devices: 800, providers: 20 });
const fates = planFates(plan);
const toMinute = 29_000_000;
const span: HistorySpan = { fromMinute: toMinute - 4_320, toMinute, collapseMinute: toMinute - 360 };

/** The plane that a device's heartbeats set at a minute, found in the plainest way. */
function expectedPlane(device: number, minute: number, away: Set<number>): number | null {
  const since = minute - span.collapseMinute;
  if (since < -(plan.enrolledBefore[device] as number) || away.has(minute)) return null;
  if (since < 0 || plan.role[device] === roles.ready) return planes.admitted;
  if (since >= (fates.returns[device] as number)) return planes.admitted;
  if (since >= (fates.stops[device] as number)) return null;
  return agents[plan.agent[device] as number] === minimumAgent ? planes.legacy_token : planes.outdated_agent;
}

function absentMinutes(): Set<number>[] {
  const away = Array.from({ length: plan.scale.devices }, () => new Set<number>());
  const add = (device: number, from: number, to: number) => {
    for (let minute = Math.max(from, span.fromMinute); minute < Math.min(to, toMinute); minute++)
      away[device]?.add(minute);
  };
  for (let day = Math.floor(span.fromMinute / 1_440) - 2; day <= Math.floor(toMinute / 1_440) + 2; day++) {
    visitAbsences(plan, day, add);
  }
  const outage = providerOutage(plan);
  for (let device = 0; device < plan.scale.devices; device++) {
    if (plan.provider[device] !== outage.provider || plan.role[device] === roles.ready) continue;
    add(device, span.collapseMinute - outage.fromBefore, span.collapseMinute - outage.toBefore);
  }
  return away;
}

test("the bits of history are those of enrolment, absences and the collapse, and of nothing else", () => {
  const away = absentMinutes();
  let checked = 0;
  const found = new Map<number, Set<string>>();
  for (const { plane, hour, frames } of historyHours(listHistoryEvents(plan, fates, span), plan.scale.devices)) {
    frames.forEach((bits, index) => {
      bits?.visit((device) => {
        const minute = hour * minutesAnHour + index;
        const set = found.get(minute) ?? new Set();
        found.set(minute, set.add(`${device}/${plane}`));
      });
    });
  }
  for (let minute = span.fromMinute; minute < toMinute; minute += 31) {
    const expected = new Set<string>();
    for (let device = 0; device < plan.scale.devices; device++) {
      const plane = expectedPlane(device, minute, away[device] as Set<number>);
      if (plane !== null) expected.add(`${device}/${plane}`);
    }
    expect(found.get(minute)).toEqual(expected);
    checked++;
  }
  expect(checked).toBeGreaterThan(130);
  expect(Math.min(...found.keys())).toBe(span.fromMinute);
  expect(Math.max(...found.keys())).toBe(toMinute - 1);
});

test("the driver's calendar says the same as history, over days", () => {
  const calendar = new AbsenceCalendar(plan, span.fromMinute + 100);
  const away = absentMinutes();
  const outage = providerOutage(plan);
  for (let minute = span.fromMinute + 100; minute < toMinute; minute++) {
    calendar.advance(minute, () => {});
    const wrong = Array.from(calendar.away, (count, device) => {
      return plan.provider[device] !== outage.provider && count > 0 !== away[device]?.has(minute);
    });
    if (wrong.includes(true)) expect.fail(`device ${wrong.indexOf(true)} at minute ${minute}`);
  }
});
