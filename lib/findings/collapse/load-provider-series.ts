import type { SqlOrTransaction } from "@/db/client";
import { leastDevices } from "@/lib/detect/collapse/judge-drop";
import { stateCodes } from "@/lib/fleet/states";

const rowsAtOnce = 10_000;

/**
 * Connected devices of providers minute by minute, walked back from their present count by their transitions. Only of
 * providers that lost, within the minutes, as many devices as a collapse has at least, and of `wanted`: what the other
 * thousands did can be none, and in an hour in which everybody comes back they are a million figures.
 */
export async function loadProviderSeries(
  sql: SqlOrTransaction,
  fromMinute: number,
  toMinute: number,
  wanted: readonly number[],
): Promise<Map<number, Float64Array>> {
  const length = toMinute - fromMinute + 1;
  const gains = new Map<number, Float64Array>();
  for (const provider of wanted) gains.set(provider, new Float64Array(length));
  const moves = sql<{ provider: number; minute: number; gained: number }[]>`
    with moves as materialized (
      select d.provider_id as provider, t.minute,
        count(*) filter (where t.from_state = ${stateCodes.connected}) as lost,
        count(*) filter (where t.to_state = ${stateCodes.connected}) as back
      from transitions t join devices d on d.shard = t.shard and d.ordinal = t.ordinal
      where t.minute > ${fromMinute} and t.minute <= ${toMinute}
        and (t.from_state = ${stateCodes.connected} or t.to_state = ${stateCodes.connected})
      group by 1, 2
    ), judged as (
      select provider from moves group by provider having sum(lost) >= ${leastDevices}
      union select unnest(${wanted as number[]}::int[])
    )
    select provider, minute, (back - lost)::int as gained from moves join judged using (provider)`.cursor(rowsAtOnce);
  for await (const page of moves) {
    for (const { provider, minute, gained } of page) {
      const own = gains.get(provider) ?? new Float64Array(length);
      gains.set(provider, own);
      own[minute - fromMinute] = gained;
    }
  }
  const ends = await connectedAt(sql, toMinute, [...gains.keys()]);
  for (const [provider, series] of gains) walkBack(series, ends.get(provider) ?? 0);
  return gains;
}

/** Turns what was gained in each minute into what was there at its end, given the last. */
function walkBack(series: Float64Array, end: number): void {
  let connected = end;
  for (let index = series.length - 1; index >= 0; index--) {
    const gained = series[index] as number;
    series[index] = connected;
    connected -= gained;
  }
}

/** In one statement: states and transitions of one commit must not be taken for those of two. */
async function connectedAt(sql: SqlOrTransaction, minute: number, providers: number[]): Promise<Map<number, number>> {
  if (providers.length === 0) return new Map();
  const rows = await sql<{ provider: number; connected: number }[]>`
    select provider, sum(devices)::int as connected from (
      select d.provider_id as provider, count(*) as devices
      from devices d join device_states s on s.shard = d.shard and s.ordinal = d.ordinal
      where d.provider_id = any(${providers}) and s.state = ${stateCodes.connected} group by 1
      union all
      select d.provider_id, count(*) filter (where t.from_state = ${stateCodes.connected})
        - count(*) filter (where t.to_state = ${stateCodes.connected})
      from transitions t join devices d on d.shard = t.shard and d.ordinal = t.ordinal
      where t.minute > ${minute} and d.provider_id = any(${providers})
        and (t.from_state = ${stateCodes.connected} or t.to_state = ${stateCodes.connected}) group by 1
    ) counted group by provider`;
  return new Map(rows.map((row) => [row.provider, row.connected]));
}
