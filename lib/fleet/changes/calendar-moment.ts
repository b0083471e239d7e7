import { z } from "zod";

const notMoment = { error: "not a date and time" };
const first = new Date(0);
const last = new Date("9999-12-31T23:59:59.999Z");

/** A moment that a person enters, as a Date or as text; from 1970 to the year 9999, which is what the database can keep. */
export const CalendarMoment = z
  .union([z.date(), z.string().min(1)], notMoment)
  .transform((at) => new Date(at))
  .pipe(z.date(notMoment).min(first, "lies before the year 1970").max(last, "lies after the year 9999"));
