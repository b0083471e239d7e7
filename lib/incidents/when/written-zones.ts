/** What an abbreviation promises, in minutes east of UTC, and the region that uses it. */
type WrittenZone = { offsetMinutes: number; region: string | null };

/**
 * Abbreviations as people write them. One that names half of the year only ("PST") is often written in the other half too:
 * where the clocks of its region showed something else at that date, both readings are kept.
 */
export const writtenZones: Record<string, WrittenZone> = {
  UTC: { offsetMinutes: 0, region: null },
  GMT: { offsetMinutes: 0, region: null },
  Z: { offsetMinutes: 0, region: null },
  PST: { offsetMinutes: -480, region: "America/Los_Angeles" },
  PDT: { offsetMinutes: -420, region: "America/Los_Angeles" },
  MST: { offsetMinutes: -420, region: "America/Denver" },
  MDT: { offsetMinutes: -360, region: "America/Denver" },
  CST: { offsetMinutes: -360, region: "America/Chicago" },
  CDT: { offsetMinutes: -300, region: "America/Chicago" },
  EST: { offsetMinutes: -300, region: "America/New_York" },
  EDT: { offsetMinutes: -240, region: "America/New_York" },
  BST: { offsetMinutes: 60, region: "Europe/London" },
  WET: { offsetMinutes: 0, region: "Europe/Lisbon" },
  WEST: { offsetMinutes: 60, region: "Europe/Lisbon" },
  CET: { offsetMinutes: 60, region: "Europe/Berlin" },
  CEST: { offsetMinutes: 120, region: "Europe/Berlin" },
  EET: { offsetMinutes: 120, region: "Europe/Athens" },
  EEST: { offsetMinutes: 180, region: "Europe/Athens" },
  SGT: { offsetMinutes: 480, region: null },
  HKT: { offsetMinutes: 480, region: null },
  JST: { offsetMinutes: 540, region: null },
  KST: { offsetMinutes: 540, region: null },
  AEST: { offsetMinutes: 600, region: "Australia/Sydney" },
  AEDT: { offsetMinutes: 660, region: "Australia/Sydney" },
  NZST: { offsetMinutes: 720, region: "Pacific/Auckland" },
  NZDT: { offsetMinutes: 780, region: "Pacific/Auckland" },
};

/** PT, ET: the clocks of a region, whichever half of the year it is. */
export const regionZones: Record<string, string> = {
  PT: "America/Los_Angeles",
  MT: "America/Denver",
  CT: "America/Chicago",
  ET: "America/New_York",
};

/** UTC−07:00 */
export function offsetWords(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, "0");
  return minutes === 0 ? "UTC" : `UTC${minutes < 0 ? "−" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** The abbreviation that the region uses for that offset, or the offset in words. */
export function abbreviationOf(region: string, offsetMinutes: number): string {
  const found = Object.entries(writtenZones).find(
    ([, zone]) => zone.region === region && zone.offsetMinutes === offsetMinutes,
  );
  return found ? `${found[0]}, ${offsetWords(offsetMinutes)}` : offsetWords(offsetMinutes);
}
