import { ShardBits } from "@/lib/fleet/bit-set";
import { hourOfMinute, minutesAnHour } from "@/lib/fleet/minute";
import type { FoldedHour } from "@/lib/fleet/presence/write-folded-hours";
import { offsetOf, shardOf } from "@/lib/fleet/shard";
import { type EventList, eventCode, eventDevice, events } from "./event-list";

const nowhere = 255;

/** Plays the events and gives the bits hour by hour, by plane and shard; minutes outside of the events have no frame. */
export function* historyHours(list: EventList, devices: number): Generator<FoldedHour> {
  const calls = new Uint8Array(devices).fill(nowhere);
  const absences = new Uint8Array(devices);
  const placed = new Uint8Array(devices).fill(nowhere);
  const current = new Map<number, ShardBits>();
  const minutes = list.start.length - 1;
  let frames = new Map<number, (ShardBits | undefined)[]>();
  for (let index = 0; index < minutes; index++) {
    const minute = list.fromMinute + index;
    for (let at = list.start[index] as number; at < (list.start[index + 1] as number); at++) {
      const packed = list.packed[at] as number;
      const device = eventDevice(packed);
      applyEvent(eventCode(packed), device, calls, absences);
      place(device, absences[device] === 0 ? (calls[device] as number) : nowhere, placed, current);
    }
    for (const [key, bits] of current) {
      let hour = frames.get(key);
      if (!hour) {
        hour = new Array<ShardBits | undefined>(minutesAnHour).fill(undefined);
        frames.set(key, hour);
      }
      hour[minute % minutesAnHour] = bits.clone();
    }
    if (minute % minutesAnHour === minutesAnHour - 1 || index === minutes - 1) {
      yield* hoursOf(hourOfMinute(minute), frames);
      frames = new Map();
    }
  }
}

function applyEvent(code: number, device: number, calls: Uint8Array, absences: Uint8Array): void {
  if (code === events.absent) absences[device] = (absences[device] as number) + 1;
  else if (code === events.present) absences[device] = (absences[device] as number) - 1;
  else calls[device] = code === events.stops ? nowhere : code - events.calls;
}

const keyOf = (plane: number, shard: number) => plane * 65_536 + shard;

function place(device: number, plane: number, placed: Uint8Array, current: Map<number, ShardBits>): void {
  const before = placed[device] as number;
  if (before === plane) return;
  const shard = shardOf(device);
  if (before !== nowhere) current.get(keyOf(before, shard))?.delete(offsetOf(device));
  if (plane !== nowhere) {
    const key = keyOf(plane, shard);
    let bits = current.get(key);
    if (!bits) {
      bits = new ShardBits();
      current.set(key, bits);
    }
    bits.add(offsetOf(device));
  }
  placed[device] = plane;
}

function* hoursOf(hour: number, frames: Map<number, (ShardBits | undefined)[]>): Generator<FoldedHour> {
  for (const [key, list] of frames) {
    yield { plane: Math.floor(key / 65_536), shard: key % 65_536, hour, frames: list };
  }
}
