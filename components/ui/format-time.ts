const secondMs = 1_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;

/** Formatters are costly to make and a table asks for thousands. */
const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${zone}|${JSON.stringify(options)}`;
  let made = formatters.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone, hourCycle: "h23" });
    formatters.set(key, made);
  }
  return made;
}

const clock = { hour: "2-digit", minute: "2-digit" } as const;
const day = { day: "numeric", month: "short" } as const;

/** Days are told apart in the viewer's zone, never in UTC. */
const dayKey = (ms: number, zone: string) =>
  formatter("en-CA", zone, { year: "numeric", month: "2-digit", day: "2-digit" }).format(ms);
const yearOf = (ms: number, zone: string) => formatter("en", zone, { year: "numeric" }).format(ms);

export const formatClock = (ms: number, locale: string, zone: string): string =>
  formatter(locale, zone, clock).format(ms);

export const formatDay = (ms: number, locale: string, zone: string): string => formatter(locale, zone, day).format(ms);

/** 08:42, or 25 Apr, 08:42 when it is not today, or with the year when it is not this one. */
export function formatMoment(ms: number, now: number, locale: string, zone: string): string {
  if (dayKey(ms, zone) === dayKey(now, zone)) return formatClock(ms, locale, zone);
  const date = yearOf(ms, zone) === yearOf(now, zone) ? day : ({ ...day, year: "numeric" } as const);
  return `${formatter(locale, zone, date).format(ms)}, ${formatClock(ms, locale, zone)}`;
}

/** 12 s ago, 4 min ago, in 30 s; null beyond an hour, where the absolute time says more. */
export function formatRelative(ms: number, now: number): string | null {
  const age = now - ms;
  const size = Math.abs(age);
  if (size >= hourMs) return null;
  const words = size < minuteMs ? `${Math.round(size / secondMs)} s` : `${Math.floor(size / minuteMs)} min`;
  return age >= 0 ? `${words} ago` : `in ${words}`;
}

/** 25 April 2024, 08:42:07 UTC. Put together here: what stands between date and time differs between server and browser. */
export const formatUtc = (ms: number, locale: string): string =>
  `${formatter(locale, "UTC", { day: "numeric", month: "long", year: "numeric" }).format(ms)}, ${formatter(locale, "UTC", { ...clock, second: "2-digit" }).format(ms)} UTC`;

/** 25 Apr 2024, the same for everybody: what was entered as a day of UTC. */
export const formatUtcDay = (ms: number, locale: string): string =>
  formatter(locale, "UTC", { ...day, year: "numeric" }).format(ms);

/** 08:42 on 25 April */
export const formatSpoken = (ms: number, locale: string, zone: string): string =>
  `${formatClock(ms, locale, zone)} on ${formatter(locale, zone, { day: "numeric", month: "long" }).format(ms)}`;

/** 4 min, 2 h 10 min, 3 d 4 h: two units at most. */
export function formatDuration(ms: number): string {
  const minutes = Math.floor(ms / minuteMs);
  if (minutes < 1) return `${Math.max(0, Math.round(ms / secondMs))} s`;
  const parts: [number, string][] = [
    [Math.floor(minutes / 1_440), "d"],
    [Math.floor(minutes / 60) % 24, "h"],
    [minutes % 60, "min"],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  const shown = parts.slice(first, first + 2).filter(([value]) => value > 0);
  return shown.map(([value, unit]) => `${value} ${unit}`).join(" ");
}
