import type { Sql } from "@/db/client";
import { ensurePartitions } from "@/db/partitions";
import { ShardBits } from "@/lib/fleet/bit-set";
import { dayOfMinute, hourOfMinute, minuteOf, minutesAnHour, msAMinute } from "@/lib/fleet/minute";
import { planes } from "@/lib/fleet/planes";
import { type FoldedHour, writeFoldedHours } from "@/lib/fleet/presence/write-folded-hours";
import { offsetOf, shardOf } from "@/lib/fleet/shard";
import { oldestMs } from "@/lib/ingest/limits";
import { mergePresence } from "@/lib/ingest/merge-presence";
import type { ObservedSpan } from "./observe-checks";

export type ObservedDevice = { ordinal: number; spans: ObservedSpan[] };

/** Per shard: minute 0 to 59 of an hour, who was seen up and who was looked at at all. */
type HourBits = Map<number, { up: ShardBits[]; observed: ShardBits[] }>;

/**
 * Writes observed minutes as folded blocks: `admitted` where a device was up, `observed` where somebody looked, so that a minute
 * without either stays unknown. The hours into which heartbeats may still be dated stay hot, since a folded hour takes none: of
 * nobody. Writing the same twice changes nothing. Returns the minutes touched.
 */
export async function writeObservations(
  sql: Sql,
  devices: readonly ObservedDevice[],
  options: { now: Date; onProgress?: (done: number, of: number) => void; signal?: AbortSignal },
): Promise<{ fromMinute: number; toMinute: number }> {
  let fromMinute = Number.POSITIVE_INFINITY;
  let toMinute = 0;
  for (const { spans } of devices) {
    fromMinute = Math.min(fromMinute, spans[0]?.from ?? Number.POSITIVE_INFINITY);
    toMinute = Math.max(toMinute, (spans.at(-1)?.to ?? 0) - 1);
  }
  const firstHotHour = hourOfMinute(minuteOf(options.now) - oldestMs / msAMinute - 1);
  const hot: FoldedHour[] = [];
  function* folded(): Generator<FoldedHour> {
    for (const hour of hoursOf(devices, hourOfMinute(fromMinute), hourOfMinute(toMinute), options)) {
      if (hour.hour < firstHotHour) yield hour;
      else hot.push(hour);
    }
  }
  await writeFoldedHours(sql, folded());
  await writeHotHours(sql, hot);
  return { fromMinute, toMinute };
}

async function writeHotHours(sql: Sql, hours: readonly FoldedHour[]): Promise<void> {
  for (const { plane, shard, hour, frames } of hours) {
    const day = dayOfMinute(hour * minutesAnHour);
    await ensurePartitions(sql, day, day, ["presence"]);
    const rows = frames.flatMap((bits, index) =>
      bits && !bits.isEmpty() ? [{ plane, shard, minute: hour * minutesAnHour + index, bits }] : [],
    );
    await sql.begin((tx) => mergePresence(tx, rows));
  }
}

function* hoursOf(
  devices: readonly ObservedDevice[],
  firstHour: number,
  lastHour: number,
  { onProgress, signal }: { onProgress?: (done: number, of: number) => void; signal?: AbortSignal },
): Generator<FoldedHour> {
  // The first span of each device that the hour may touch: spans are in order, so none is looked at twice.
  const next = new Array<number>(devices.length).fill(0);
  for (let hour = firstHour; hour <= lastHour; hour++) {
    signal?.throwIfAborted();
    const bits: HourBits = new Map();
    devices.forEach((device, i) => {
      next[i] = fillHour(bits, device, hour, next[i] ?? 0);
    });
    for (const [shard, { up, observed }] of bits) {
      yield { plane: planes.observed, shard, hour, frames: observed };
      if (up.some((minute) => !minute.isEmpty())) yield { plane: planes.admitted, shard, hour, frames: up };
    }
    onProgress?.(hour - firstHour + 1, lastHour - firstHour + 1);
  }
}

function fillHour(bits: HourBits, device: ObservedDevice, hour: number, firstSpan: number): number {
  const offset = offsetOf(device.ordinal);
  const start = hour * minutesAnHour;
  const end = start + minutesAnHour;
  let index = firstSpan;
  for (; index < device.spans.length; index++) {
    const span = device.spans[index] as ObservedSpan;
    if (span.from >= end) break;
    const frames = framesOf(bits, shardOf(device.ordinal));
    for (let minute = Math.max(span.from, start); minute < Math.min(span.to, end); minute++) {
      frames.observed[minute - start]?.add(offset);
      if (span.isUp) frames.up[minute - start]?.add(offset);
    }
    if (span.to > end) break;
  }
  return index;
}

function framesOf(bits: HourBits, shard: number) {
  const minutes = () => Array.from({ length: minutesAnHour }, () => new ShardBits());
  let frames = bits.get(shard);
  if (!frames) {
    frames = { up: minutes(), observed: minutes() };
    bits.set(shard, frames);
  }
  return frames;
}
