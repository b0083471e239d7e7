import type { SqlOrTransaction } from "@/db/client";
import { bitsFromSend } from "../bit-set";
import { hourOfMinute, minutesAnHour } from "../minute";
import { planes, statePlanes } from "../planes";
import { unfoldWords } from "../presence/fold-hour";
import { SpanPresence } from "../roll-call/span-presence";
import { shardWordCount } from "../shard";

const planesRead = [...statePlanes, planes.observed] as number[];

/**
 * Who called in the minutes of a span, of one shard: hot minutes, folded hours, and where a minute has both their OR. Only of these
 * words (32 devices each); what the others hold means nothing. The caller bounds the span: an hour of a plane takes 0.5 MB.
 */
export async function readSpanWords(
  sql: SqlOrTransaction,
  shard: number,
  { fromMinute, toMinute }: { fromMinute: number; toMinute: number },
  indexes: Uint16Array,
): Promise<SpanPresence> {
  const [blocks, hot] = await Promise.all([
    sql<{ plane: number; hour: number; data: Uint8Array }[]>`
      select plane, hour, data from presence_blocks
      where plane = any(${planesRead}::smallint[]) and shard = ${shard}
        and hour between ${hourOfMinute(fromMinute)} and ${hourOfMinute(toMinute)}`,
    sql<{ plane: number; minute: number; sent: Uint8Array }[]>`
      select plane, minute, bit_send(bits) as sent from presence
      where plane = any(${planesRead}::smallint[]) and shard = ${shard} and minute between ${fromMinute} and ${toMinute}`,
  ]);
  const presence = new SpanPresence(fromMinute, toMinute);
  const hotOf = new Map(hot.map(({ plane, minute, sent }) => [`${plane}/${minute}`, { plane, minute, sent }]));
  for (const { plane, hour, data } of blocks) {
    const words = unfoldWords(data, indexes);
    for (let index = 0; index < minutesAnHour; index++) {
      const minute = hour * minutesAnHour + index;
      if (minute < fromMinute || minute > toMinute) continue;
      const folded = words.subarray(index * shardWordCount, (index + 1) * shardWordCount);
      const twin = hotOf.size > 0 ? hotOf.get(`${plane}/${minute}`) : undefined;
      if (twin) {
        orInto(folded, bitsFromSend(twin.sent).words);
        hotOf.delete(`${plane}/${minute}`);
      }
      presence.put(plane, minute, folded);
    }
  }
  for (const { plane, minute, sent } of hotOf.values()) presence.put(plane, minute, bitsFromSend(sent).words);
  return presence;
}

function orInto(words: Uint32Array, other: Uint32Array): void {
  for (let i = 0; i < shardWordCount; i++) words[i] = (words[i] as number) | (other[i] as number);
}
