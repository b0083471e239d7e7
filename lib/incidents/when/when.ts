import { z } from "zod";
import { notWhen, type Reading, readingsOf } from "./readings-of";

export const whenForms = ["moment", "interval", "about"] as const;
export type WhenForm = (typeof whenForms)[number];

/** A time as a person gives it: what a clock showed, in the zone as it was written. */
export const WhenInput = z.object({
  form: z.enum(whenForms).default("moment"),
  /** 2024-04-25T01:05 */
  local: z.string().trim().max(40),
  /** The end of an interval. */
  until: z.string().trim().max(40).nullish(),
  /** An abbreviation, an IANA name or an offset. */
  zone: z.string().trim().min(1, "say which zone the time is in").max(60),
  /** How far it may be off, either way. */
  uncertaintyMinutes: z.int().min(0).max(525_600, "at most a year").default(0),
  /** The words of the source: 1:05 am PST */
  written: z.string().trim().max(200).nullish(),
});
export type WhenInput = z.input<typeof WhenInput>;

/** The same with what it may mean. `until` of a reading is null but for an interval. */
export type When = {
  form: WhenForm;
  local: string;
  until: string | null;
  zone: string;
  uncertaintyMinutes: number;
  written: string | null;
  readings: (Reading & { until: string | null })[];
};

/** The first and the last moment at which it can have been. */
export type WhenRange = { earliest: Date; latest: Date };

/** Clocks of sources go wrong; what lies further ahead is a slip of the pen. */
const mostAheadMs = 86_400_000;

/**
 * Reads a time as it was written, with every moment that it can mean. Throws AppError unprocessable "invalid_when", with the field:
 * a year before 2000, a time in the future, an interval that ends before it begins, an unknown zone.
 */
export function readWhen(input: z.output<typeof WhenInput>, now: Date): When {
  const { form, local, zone, uncertaintyMinutes } = input;
  const starts = readingsOf(local, zone);
  if (form === "interval" && !input.until) throw notWhen("until", "Say when it ended.");
  const ends = form === "interval" ? readingsOf(input.until ?? "", zone, "until") : [];
  const readings = starts.map((start, index) => ({ ...start, until: ends[index]?.at ?? ends.at(-1)?.at ?? null }));
  const backwards = readings.some(({ at, until }) => until !== null && until <= at);
  if (backwards) throw notWhen("until", "The interval ends before it begins.");
  const when = {
    ...{ form, local, zone, uncertaintyMinutes, readings },
    until: form === "interval" ? (input.until ?? null) : null,
    written: input.written || null,
  };
  const soonest = Math.min(...readings.map((reading) => Date.parse(reading.until ?? reading.at)));
  if (soonest > now.getTime() + mostAheadMs) {
    throw notWhen(form === "interval" ? "until" : "local", "That lies in the future: check the date and the year.");
  }
  return when;
}

/** A moment that Muster itself knows. */
export function whenAt(at: Date, until: Date | null = null): When {
  const iso = at.toISOString();
  const local = iso.slice(0, 19);
  return {
    form: until ? "interval" : "moment",
    local,
    until: until?.toISOString().slice(0, 19) ?? null,
    zone: "UTC",
    uncertaintyMinutes: 0,
    written: null,
    readings: [{ zone: "UTC", at: iso, until: until?.toISOString() ?? null }],
  };
}

export function rangeOf({ readings, uncertaintyMinutes }: When): WhenRange {
  const starts = readings.map(({ at }) => Date.parse(at));
  const ends = readings.map(({ at, until }) => Date.parse(until ?? at));
  const slackMs = uncertaintyMinutes * 60_000;
  return { earliest: new Date(Math.min(...starts) - slackMs), latest: new Date(Math.max(...ends) + slackMs) };
}

/** Whether what was written means one moment under one zone and another under the other. */
export const isAmbiguous = ({ readings }: When): boolean => readings.length > 1;
