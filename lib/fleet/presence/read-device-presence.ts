import type { SqlOrTransaction } from "@/db/client";
import { hourOfMinute, minutesAnHour } from "../minute";
import { offsetOf, shardOf } from "../shard";
import { unfoldDevice } from "./fold-hour";

export type DevicePresenceQuery = {
  ordinal: number;
  planes: readonly number[];
  fromMinute: number;
  toMinute: number;
};

/** For each plane asked for, one byte a minute from fromMinute to toMinute: 1 where the device has that plane's bit. */
export async function readDevicePresence(
  sql: SqlOrTransaction,
  query: DevicePresenceQuery,
): Promise<Map<number, Uint8Array>> {
  const { planes, fromMinute, toMinute } = query;
  const shard = shardOf(query.ordinal);
  const offset = offsetOf(query.ordinal);
  const strips = new Map(planes.map((plane) => [plane, new Uint8Array(Math.max(0, toMinute - fromMinute + 1))]));
  const [hot, blocks] = await Promise.all([
    // get_bit reads the whole value, but it stays in the server: a day of minutes comes in about 10 ms.
    sql<{ plane: number; minute: number }[]>`
      select plane, minute from presence
      where plane = any(${planes as number[]}::smallint[]) and shard = ${shard}
        and minute between ${fromMinute} and ${toMinute} and get_bit(bits, ${offset}) = 1`,
    sql<{ plane: number; hour: number; data: Uint8Array }[]>`
      select plane, hour, data from presence_blocks
      where plane = any(${planes as number[]}::smallint[]) and shard = ${shard}
        and hour between ${hourOfMinute(fromMinute)} and ${hourOfMinute(toMinute)}`,
  ]);
  const set = (plane: number, minute: number) => {
    const strip = strips.get(plane);
    if (strip && minute >= fromMinute && minute <= toMinute) strip[minute - fromMinute] = 1;
  };
  for (const { plane, minute } of hot) set(plane, minute);
  for (const { plane, hour, data } of blocks) {
    unfoldDevice(data, offset).forEach((isSet, index) => {
      if (isSet) set(plane, hour * minutesAnHour + index);
    });
  }
  return strips;
}
