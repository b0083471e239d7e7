/** RFC 3339, "2026-05-10 17:13:31" (UTC), or seconds or milliseconds since the epoch. Null for anything else. */
export function readTime(text: string): number | null {
  if (/^\d{10}(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1_000);
  if (/^\d{13}$/.test(text)) return Number(text);
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s?(Z|[+-]\d{2}:?\d{2})?$/i.exec(text);
  if (!match) return null;
  const time = Date.parse(`${match[1]}T${match[2]}${match[3] ?? "Z"}`);
  return Number.isNaN(time) ? null : time;
}
