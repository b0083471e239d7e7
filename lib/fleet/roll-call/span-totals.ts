import type { FleetDirectory } from "../directory";
import { DimensionCounts, SpanCounts } from "./dimension-counts";
import type { ShardStates } from "./shard-states";
import type { SpanContext } from "./span-context";
import { SpanHours } from "./span-hours";
import { TransitionList } from "./transition-list";
import { type ShardWalk, walkShard } from "./walk-shard";

/** What a span of minutes comes to over all shards: counts by dimension, provider hours, transitions by minute. */
export class SpanTotals {
  readonly counts: SpanCounts;
  readonly hours: SpanHours;
  readonly transitions: Int32Array;

  constructor(
    readonly context: SpanContext,
    directory: FleetDirectory,
  ) {
    this.counts = new SpanCounts(context.fromMinute, context.toMinute, context.sizes);
    this.hours = new SpanHours(context, directory);
    this.transitions = new Int32Array(context.toMinute - context.fromMinute + 1);
  }

  get transitionCount(): number {
    return this.transitions.reduce((sum, count) => sum + count, 0);
  }

  /**
   * Walks a shard through the span, adds what it counts, and returns its transitions, the first against `before`, and
   * last states.
   */
  walk(
    walk: Pick<ShardWalk, "records" | "presence">,
    before: ShardStates,
  ): { list: TransitionList; last: ShardStates } {
    const { fromMinute, toMinute, coverageAt, sizes } = this.context;
    const list = new TransitionList(fromMinute, toMinute);
    const running = new DimensionCounts(sizes);
    const hours = this.hours.counts();
    const last = walkShard({
      ...{ ...walk, coverageAt, fromMinute, toMinute, sinks: [running, hours] },
      onMinute: (minute, states) => {
        list.addDifferences(before, states, minute);
        hours.begin(minute);
      },
      onCounted: (minute) => this.counts.add(minute, running),
    });
    this.#add(list, hours);
    return { list, last };
  }

  #add(list: TransitionList, hours: ReturnType<SpanHours["counts"]>): void {
    this.hours.add(hours);
    list.countByMinute.forEach((count, index) => {
      this.transitions[index] = (this.transitions[index] as number) + count;
    });
  }
}
