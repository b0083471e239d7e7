import type { SqlOrTransaction } from "@/db/client";
import { bitsToLiteral, type ShardBits } from "../bit-set";
import { stateCodes } from "../states";
import type { SeenGroup } from "./sum-estimate";

/**
 * The devices of `seen`, without those that a decision keeps out, grouped by all that a policy asks about: once by provider,
 * once by model, once by region. A verification counts when it still holds at `effectiveAt`. 600,000 devices: 0.9 s.
 */
export async function readSeenGroups(
  sql: SqlOrTransaction,
  seen: Map<number, ShardBits>,
  effectiveAt: Date,
): Promise<SeenGroup[]> {
  const shards = [...seen.keys()];
  const bits = [...seen.values()].map(bitsToLiteral);
  return sql<SeenGroup[]>`
    with seen as materialized (
      select shard, bits::bit(65536) as bits from unnest(${shards}::smallint[], ${bits}::text[]) as given(shard, bits)
    ), called as (
      select provider_id, gpu_model, region, agent, token_kind, gpu_count,
        coalesce(date_trunc('minute', verified_until) > date_trunc('minute', ${effectiveAt}::timestamptz), false) as is_verified,
        state between ${stateCodes.connected} and ${stateCodes.blocked_unverified} as is_now
      from devices join seen using (shard) left join device_states using (shard, ordinal)
      where get_bit(seen.bits, ordinal & 65535) = 1 and decision is null
    ), grouped as (
      select grouping(provider_id) as not_provider, grouping(gpu_model) as not_model, provider_id, gpu_model, region,
        agent, token_kind, is_verified, count(*)::int as devices, sum(gpu_count)::int as gpus,
        (count(*) filter (where is_now))::int as devices_now, coalesce(sum(gpu_count) filter (where is_now), 0)::int as gpus_now
      from called
      group by grouping sets (
        (agent, token_kind, is_verified, provider_id),
        (agent, token_kind, is_verified, gpu_model),
        (agent, token_kind, is_verified, region))
    )
    select case when not_provider = 0 then 'provider' when not_model = 0 then 'gpu_model' else 'region' end as dimension,
      coalesce(case when not_provider = 0 then slug when not_model = 0 then gpu_model else region end, '') as key,
      coalesce(case when not_provider = 0 then name when not_model = 0 then gpu_model else region end, 'not given') as label,
      agent, token_kind as "tokenKind", is_verified as "isVerified", devices, gpus,
      devices_now as "devicesNow", gpus_now as "gpusNow"
    from grouped left join providers on providers.id = provider_id`;
}
