import type { Sql } from "@/db/client";
import type { FleetMoment } from "../cohort/fleet-moment";
import { dateOfMinute } from "../minute";
import { offsetOf, shardOf } from "../shard";
import { stateCodes } from "../states";
import type { ListedDevice } from "./listed-device";
import { type LastTransition, stateBeginning } from "./state-beginning";

type Row = Omit<ListedDevice, "provider" | "isLastSeenBefore"> & { slug: string; providerName: string };

/** The rows of these devices in this order: as of now, or of the moment. */
export async function readListedDevices(
  sql: Sql,
  ordinals: number[],
  moment: FleetMoment | null,
): Promise<ListedDevice[]> {
  if (ordinals.length === 0) return [];
  return moment ? readPastDevices(sql, ordinals, moment) : readPresentDevices(sql, ordinals);
}

async function readPresentDevices(sql: Sql, ordinals: number[]): Promise<ListedDevice[]> {
  const rows = await sql<Row[]>`
    select device_id as id, devices.name, slug, providers.name as "providerName", region, gpu_model as model,
      gpu_count::int as gpus, agent, cluster,
      case decision when 'quarantined' then ${stateCodes.quarantined}::int when 'retired' then ${stateCodes.retired}::int
        else coalesce(state, ${stateCodes.none}) end as state,
      since as "sinceMinute", last_seen as "lastSeenMinute"
    from unnest(${ordinals.map(shardOf)}::smallint[], ${ordinals}::int[]) with ordinality as page(shard, ordinal, place)
    join devices using (shard, ordinal)
    join providers on providers.id = provider_id
    left join device_states using (shard, ordinal)
    order by place`;
  return rows.map((row) => asListed({ ...row, isLastSeenBefore: false }));
}

type PastRow = Omit<Row, "state" | "sinceMinute" | "lastSeenMinute"> & {
  ordinal: number;
  known: { state: number; since: number; lastSeen: number | null } | null;
  last: LastTransition | null;
  past: Record<string, string | null> | null;
};

/** The same as of a past minute: states as of the moment, since when as stateBeginning tells, attributes from the history. */
async function readPastDevices(sql: Sql, ordinals: number[], moment: FleetMoment): Promise<ListedDevice[]> {
  const { minute } = moment;
  const end = dateOfMinute(minute + 1);
  const rows = await sql<PastRow[]>`
    select devices.ordinal, device_id as id, devices.name, owner.slug, owner.name as "providerName", region,
      gpu_model as model, gpu_count::int as gpus, agent, cluster, past.fields as past, last.last,
      case when since <= ${minute} then jsonb_build_object('state', state, 'since', since, 'lastSeen', last_seen) end as known
    from unnest(${ordinals.map(shardOf)}::smallint[], ${ordinals}::int[]) with ordinality as page(shard, ordinal, place)
    join devices using (shard, ordinal)
    left join device_states using (shard, ordinal)
    left join lateral (
      select jsonb_build_object('minute', minute, 'from', from_state, 'to', to_state) as last from transitions
      where transitions.shard = page.shard and transitions.ordinal = page.ordinal and minute <= ${minute}
      order by minute desc limit 1) as last on true
    left join lateral (
      select jsonb_object_agg(field, value) as fields from device_history
      where device_history.shard = page.shard and device_history.ordinal = page.ordinal
        and "from" < ${end} and "to" >= ${end}
    ) as past on true
    join providers as owner on owner.id = coalesce((past.fields->>'provider')::int, provider_id)
    order by place`;
  return rows.map((row) => {
    const { ordinal } = row;
    const state = moment.shards[shardOf(ordinal)]?.states.codeAt(offsetOf(ordinal)) ?? stateCodes.unknown;
    const window = moment.directory.window[ordinal] as number;
    return asListed({ ...row, ...pastValues(row), state, ...stateBeginning(state, row, window) });
  });
}

function pastValues({ past, ...row }: PastRow) {
  const value = (field: string, now: string | null) => (past && field in past ? (past[field] ?? null) : now);
  return {
    name: value("name", row.name),
    region: value("region", row.region),
    model: value("gpu_model", row.model),
    gpus: Number(value("gpu_count", String(row.gpus))),
    agent: value("agent", row.agent),
    cluster: value("cluster", row.cluster),
  };
}

const asListed = ({ slug, providerName, ...row }: Row & Pick<ListedDevice, "isLastSeenBefore">): ListedDevice => ({
  id: row.id,
  name: row.name,
  provider: { slug, name: providerName },
  region: row.region,
  model: row.model,
  gpus: row.gpus,
  agent: row.agent,
  cluster: row.cluster,
  state: row.state,
  sinceMinute: row.sinceMinute,
  lastSeenMinute: row.lastSeenMinute,
  isLastSeenBefore: row.isLastSeenBefore,
});
