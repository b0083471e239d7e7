import { coverageStatus } from "../coverage-status";
import type { FleetDirectory } from "../directory";
import { hourOfMinute, minutesAnHour } from "../minute";
import { ProviderHourCounts, slotsAProvider } from "./provider-hour-counts";
import type { SpanContext } from "./span-context";

/** Provider hours of the whole hours within a span, summed over shards. */
export class SpanHours {
  readonly #providerSize: number;
  readonly #sums = new Map<number, Float64Array>();

  constructor(
    readonly context: SpanContext,
    directory: FleetDirectory,
  ) {
    this.#providerSize = directory.provider.reduce((most, id) => Math.max(most, id), 0) + 1;
  }

  counts(): ProviderHourCounts {
    return new ProviderHourCounts(this.#providerSize, (minute) => this.#coveredFrom(minute));
  }

  add(counts: ProviderHourCounts): void {
    for (const [hour, sums] of counts.hours) {
      const total = this.#sums.get(hour);
      if (!total) this.#sums.set(hour, sums);
      else for (let i = 0; i < total.length; i++) total[i] = (total[i] as number) + (sums[i] as number);
    }
  }

  /** slotsAProvider sums by provider; undefined for an hour that the span does not hold from first minute to last. */
  hour(hour: number): Float64Array | undefined {
    const first = hour * minutesAnHour;
    const last = first + minutesAnHour - 1;
    if (first < this.context.fromMinute || last > this.context.toMinute) return undefined;
    return this.#sums.get(hour) ?? new Float64Array(this.#providerSize * slotsAProvider);
  }

  #isCovered(minute: number): boolean {
    return this.context.coverageAt(minute) !== coverageStatus.none;
  }

  readonly #left = new Map<number, Int8Array>();

  #coveredFrom(minute: number): number {
    const hour = hourOfMinute(minute);
    let left = this.#left.get(hour);
    if (!left) {
      left = new Int8Array(minutesAnHour + 1);
      for (let index = minutesAnHour - 1; index >= 0; index--) {
        const isCovered = this.#isCovered(hour * minutesAnHour + index);
        left[index] = (left[index + 1] as number) + (isCovered ? 1 : 0);
      }
      this.#left.set(hour, left);
    }
    return left[minute % minutesAnHour] ?? 0;
  }
}
