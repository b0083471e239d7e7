const stepsInMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080];
const minutesADay = 1_440;

export type TimeTick = { minute: number; form: "clock" | "day" };

/** Round times of the viewer's zone between the two minutes, at most `most`; midnight is told as its day. */
export function prepareTimeTicks(fromMinute: number, toMinute: number, zone: string, most: number): TimeTick[] {
  const span = Math.max(1, toMinute - fromMinute);
  const step = stepsInMinutes.find((minutes) => span / minutes <= most) ?? 10_080;
  const ticks: TimeTick[] = [];
  let local = Math.ceil((fromMinute + zoneOffsetMinutes(fromMinute, zone)) / step) * step;
  for (; ticks.length <= most + 1; local += step) {
    // The offset of the tick itself: a clock change between the ends shifts what comes after it.
    const guess = local - zoneOffsetMinutes(fromMinute, zone);
    const minute = local - zoneOffsetMinutes(guess, zone);
    if (minute > toMinute) break;
    if (minute >= fromMinute) ticks.push({ minute, form: local % minutesADay === 0 ? "day" : "clock" });
  }
  return ticks;
}

/** Minutes that clocks in `zone` are ahead of UTC at a minute. */
export function zoneOffsetMinutes(minute: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(minute * 60_000);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value ?? 0);
  const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
  return local / 60_000 - minute;
}
