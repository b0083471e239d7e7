import type { MeasureCounts } from "../queries/minute-counts";

/** What a filter comes to at a minute, and whether Muster listened in it. */
export type CountedMinute = { minute: number; status: number; counts: MeasureCounts };
