/** A minute is counted since the epoch: Math.floor(ms / 60,000). An hour and a day likewise. */
export const msAMinute = 60_000;
export const minutesAnHour = 60;
export const minutesADay = 1_440;

export const minuteOf = (time: Date | number): number => Math.floor(Number(time) / msAMinute);
export const dateOfMinute = (minute: number): Date => new Date(minute * msAMinute);
export const isoOfMinute = (minute: number): string => dateOfMinute(minute).toISOString();
export const hourOfMinute = (minute: number): number => Math.floor(minute / minutesAnHour);
export const dayOfMinute = (minute: number): number => Math.floor(minute / minutesADay);

/** How many minutes a device of this heartbeat interval may be without a bit before it counts as silent (design: Presence, State). */
export const windowMinutes = (intervalSeconds: number): number => Math.max(2, Math.ceil((1.5 * intervalSeconds) / 60));
