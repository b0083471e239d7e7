import { AppError } from "@/lib/app-error";
import { abbreviationOf, offsetWords, regionZones, writtenZones } from "./written-zones";

/** One way to read what was written: the zone that it takes it for, and the moment in RFC 3339. */
export type Reading = { zone: string; at: string };

const localForm = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?$/;
const offsetForm = /^(?:UTC|GMT)?\s*([+\-−])(\d{1,2})(?::?(\d{2}))?$/i;
const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * The moments that a date and time of a clock (2024-04-25T01:05) in a zone as people write it may mean, the earliest first: mostly
 * one; two for an abbreviation that the region's clocks did not show at that date ("PST" in April), and for an hour that comes
 * twice. The zone is an abbreviation, an IANA name or an offset. Throws AppError unprocessable "invalid_when" for no time of a
 * calendar, an hour that the clocks skipped and a zone that nobody knows.
 */
export function readingsOf(local: string, zone: string, field = "local"): Reading[] {
  const asUtc = parseLocal(local, field);
  const name = zone.trim();
  const key = name.toUpperCase();
  const offset = offsetForm.exec(name);
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    if (minutes > 14 * 60) throw notWhen("zone", `${name} is no offset: none is larger than 14 hours.`);
    return [readingAt(asUtc, offset[1] === "+" ? minutes : -minutes)];
  }
  const region = Object.hasOwn(regionZones, key) ? regionZones[key] : undefined;
  const written = Object.hasOwn(writtenZones, key) ? writtenZones[key] : undefined;
  if (written) return ofAbbreviation(asUtc, key, written);
  return ofRegion(asUtc, region ?? name, name, field);
}

function ofAbbreviation(
  asUtc: number,
  name: string,
  zone: { offsetMinutes: number; region: string | null },
): Reading[] {
  const { offsetMinutes, region } = zone;
  const label = offsetMinutes === 0 ? name : `${name}, ${offsetWords(offsetMinutes)}`;
  const literal = { zone: label, at: isoOf(asUtc - offsetMinutes * minuteMs) };
  const shown = region ? offsetsOf(asUtc, region) : [];
  // In the hour that comes twice the abbreviation says which one it is.
  if (!region || shown.length === 0 || shown.includes(offsetMinutes)) return [literal];
  const others = shown.map((offset) => ({
    zone: abbreviationOf(region, offset),
    at: isoOf(asUtc - offset * minuteMs),
  }));
  return [literal, ...others].sort((a, b) => a.at.localeCompare(b.at));
}

function ofRegion(asUtc: number, region: string, name: string, field: string): Reading[] {
  let offsets: number[];
  try {
    offsets = offsetsOf(asUtc, region);
  } catch {
    throw notWhen("zone", `No zone is called ${name.slice(0, 60)}. Write UTC, PST, Europe/Berlin or +02:00.`);
  }
  if (offsets.length === 0) {
    throw notWhen(field, `The clocks of ${name} skipped that hour: there was no such time.`);
  }
  return offsets
    .map((offset) => ({ zone: abbreviationOf(region, offset), at: isoOf(asUtc - offset * minuteMs) }))
    .sort((a, b) => a.at.localeCompare(b.at));
}

/** The offsets under which the region's clocks showed that time: none in a skipped hour, two in one that came twice. */
function offsetsOf(asUtc: number, region: string): number[] {
  const candidates = new Set([offsetAt(asUtc - dayMs, region), offsetAt(asUtc + dayMs, region)]);
  return [...candidates].filter((offset) => offsetAt(asUtc - offset * minuteMs, region) === offset);
}

/** Minutes east of UTC that the region's clocks show at a moment. */
function offsetAt(ms: number, region: string): number {
  const shown = new Intl.DateTimeFormat("sv-SE", {
    timeZone: region,
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  } as const).format(ms);
  return Math.round((Date.parse(`${shown.replace(" ", "T")}Z`) - Math.floor(ms / minuteMs) * minuteMs) / minuteMs);
}

function parseLocal(local: string, field: string): number {
  const match = localForm.exec(local);
  if (!match) throw notWhen(field, "Write the date and time as 2024-04-25T01:05, with four digits for the year.");
  const year = Number(match[1]);
  if (year < 2000) throw notWhen(field, `The year ${year} lies before 2000: check the year.`);
  if (year > 2999) throw notWhen(field, `The year ${year} lies far in the future: check the year.`);
  const ms = Date.parse(`${local}Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 16) !== local.slice(0, 16)) {
    throw notWhen(field, `${local} is no date and time of a calendar.`);
  }
  return ms;
}

const readingAt = (asUtc: number, offsetMinutes: number): Reading => ({
  zone: offsetWords(offsetMinutes),
  at: isoOf(asUtc - offsetMinutes * minuteMs),
});
const isoOf = (ms: number) => new Date(ms).toISOString();

export const notWhen = (field: string, message: string): AppError =>
  new AppError("unprocessable", "invalid_when", message, { field });
