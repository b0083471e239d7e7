const fieldsOf = (ms: number, zone: string): string =>
  new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  })
    .format(ms)
    .replace(" ", "T");

/** A moment as the value of a datetime-local input, in the zone: 2026-04-25T08:05. */
export const toZonedInput = (ms: number, zone: string): string => fieldsOf(ms, zone);

/**
 * The moment that the value of a datetime-local input names in the zone, in milliseconds; null for no moment. An hour that the
 * clocks skip goes to the moment after it, one that comes twice to the first.
 */
export function fromZonedInput(text: string, zone: string): number | null {
  const asUtc = Date.parse(`${text}Z`);
  if (Number.isNaN(asUtc)) return null;
  const offsetAt = (ms: number) => Date.parse(`${fieldsOf(ms, zone)}Z`) - Math.floor(ms / 60_000) * 60_000;
  const candidates = [offsetAt(asUtc - 86_400_000), offsetAt(asUtc + 86_400_000)].map((offset) => asUtc - offset);
  const exact = candidates.filter((ms) => fieldsOf(ms, zone) === text.slice(0, 16)).sort((a, b) => a - b);
  return exact[0] ?? Math.max(...candidates);
}
