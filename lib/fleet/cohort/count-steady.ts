import type { PendingQuery, Row } from "postgres";
import type { SqlOrTransaction } from "@/db/client";
import { bitsToLiteral, type ShardBits } from "../bit-set";
import { type Plane, planes, statePlanes } from "../planes";
import type { Weight } from "./weigh";

/** Of the steady, by minute: who called and was admitted, was turned away for each reason, was verified; who called in quarantine. */
export type SteadyMinute = {
  minute: number;
  connected: number;
  outdated_agent: number;
  legacy_token: number;
  unverified: number;
  verified: number;
  heldSeen: number;
};

export type Masks = { shard: number; free: ShardBits; held: ShardBits; verified: ShardBits }[];

type Group = "free" | "held" | "verified";
type Fragment = PendingQuery<Row[]>;
const reasonOfPlane = [
  [planes.outdated_agent, "outdated_agent"],
  [planes.legacy_token, "legacy_token"],
  [planes.unverified, "unverified"],
] as const;

/**
 * Counts masks of devices with the usual window of two minutes over many minutes where the bits lie: per minute and shard the
 * bits are the latest verdict of this minute and the one before. 24 h of 600,000 devices: twice the time of the bare
 * `bit_count(bits & mask)`, because each row is read for two minutes.
 */
export async function countSteady(
  sql: SqlOrTransaction,
  masks: Masks,
  weights: Weight[],
  minutes: number[],
): Promise<SteadyMinute[]> {
  if (masks.length === 0 || minutes.length === 0) return [];
  const turnedAway = await readTurnedAway(sql, masks, minutes);
  // Where nobody was turned away, the two minutes are simply ORed.
  const quiet = minutes.filter((minute) => !turnedAway.minutes.has(minute) && !turnedAway.minutes.has(minute - 1));
  const quietSet = new Set(quiet);
  const busy = minutes.filter((minute) => !quietSet.has(minute));
  const parts = [
    await countMinutesOf(sql, { masks, weights, minutes: quiet, present: [planes.admitted] }),
    await countMinutesOf(sql, { masks, weights, minutes: busy, present: [planes.admitted, ...turnedAway.planes] }),
  ];
  return parts.flat();
}

async function readTurnedAway(sql: SqlOrTransaction, masks: Masks, minutes: number[]) {
  const reasons = statePlanes.filter((plane) => plane !== planes.admitted);
  const rows = await sql<{ plane: Plane; minutes: number[] }[]>`
    select plane, array_agg(distinct minute) as minutes from presence
    where plane = any(${reasons}::smallint[]) and shard = any(${masks.map(({ shard }) => shard)}::smallint[])
      and minute between ${(minutes[0] as number) - 1} and ${minutes.at(-1) as number}
    group by plane order by plane`;
  return { planes: rows.map((row) => row.plane), minutes: new Set(rows.flatMap((row) => row.minutes)) };
}

type Counting = { masks: Masks; weights: Weight[]; minutes: number[]; present: Plane[] };

async function countMinutesOf(sql: SqlOrTransaction, counting: Counting): Promise<SteadyMinute[]> {
  const { masks, minutes, present } = counting;
  if (minutes.length === 0) return [];
  const columns = columnsOf(counting);
  const sumOf = (verdict: Fragment, group: Group): Fragment => {
    const terms = columns.filter((column) => column.group === group);
    if (terms.length === 0) return sql`0`;
    return terms
      .map(({ name, amount }) => sql`bit_count(${verdict} & ${sql(name)}) * ${amount}::int`)
      .reduce((sum, term) => sql`${sum} + ${term}`);
  };
  const bounds = { first: minutes[0] as number, last: minutes.at(-1) as number };
  const names = columns.map((column) => column.name);
  const shards = masks.map(({ shard }) => shard);
  const reasons = reasonOfPlane.filter(([plane]) => present.includes(plane));
  const counts = [
    sql`sum(${sumOf(sql`state_0`, "free")})::int as connected`,
    ...reasons.map(
      ([plane, reason]) => sql`sum(${sumOf(sql`${sql(`state_${plane}`)}`, "free")})::int as ${sql(reason)}`,
    ),
    sql`sum(${sumOf(sql`state_0`, "verified")})::int as verified`,
    sql`sum(${sumOf(sql`called`, "held")})::int as "heldSeen"`,
  ];
  const rows = await sql<(Partial<SteadyMinute> & { minute: number })[]>`
    with cohort as materialized (
      select shard, repeat('0', 65536)::bit(65536) as nobody
        ${names.map((name) => sql`, ${sql(name)}::bit(65536) as ${sql(name)}`).reduce((list, one) => sql`${list}${one}`, sql``)}
      from unnest(${shards}::smallint[] ${columns.map(({ bits }) => sql`, ${bits}::text[]`).reduce((list, one) => sql`${list}${one}`, sql``)})
        as given(shard ${names.map((name) => sql`, ${sql(name)}`).reduce((list, one) => sql`${list}${one}`, sql``)})
    )
    select wanted.minute, ${counts.reduce((list, one) => sql`${list}, ${one}`)}
    from unnest(${minutes}::int[]) as wanted(minute) cross join cohort
    ${joinsOf(sql, present, bounds)}
    ${verdictsOf(sql, present)}
    group by wanted.minute`;
  return rows.map((row) => ({
    ...{ connected: 0, outdated_agent: 0, legacy_token: 0, unverified: 0, verified: 0, heldSeen: 0 },
    ...row,
  }));
}

/** The masks as columns of hexadecimal literals, one of each group and weight that anybody is in. */
function columnsOf({ masks, weights }: Counting) {
  return (["free", "held", "verified"] as const).flatMap((group) =>
    weights.flatMap(({ amount, of }, index) => {
      const weighed = masks.map((mask) => {
        const weight = of(mask.shard);
        return weight ? mask[group].clone().and(weight) : mask[group];
      });
      if (weighed.every((bits) => bits.isEmpty())) return [];
      return [{ group, amount, name: `${group}_${index}`, bits: weighed.map(bitsToLiteral) }];
    }),
  );
}

/** Each plane at the minute (now_…) and at the one before (before_…). The bounds let the planner leave other days alone. */
function joinsOf(sql: SqlOrTransaction, present: Plane[], { first, last }: { first: number; last: number }): Fragment {
  return present
    .map((plane) => {
      const now = sql(`now_${plane}`);
      const before = sql(`before_${plane}`);
      return sql`
        left join presence ${now} on ${now}.plane = ${plane}::smallint and ${now}.shard = cohort.shard
          and ${now}.minute = wanted.minute and ${now}.minute between ${first} and ${last}
        left join presence ${before} on ${before}.plane = ${plane}::smallint and ${before}.shard = cohort.shard
          and ${before}.minute = wanted.minute - 1 and ${before}.minute between ${first - 1} and ${last - 1}`;
    })
    .reduce((list, one) => sql`${list}${one}`);
}

/**
 * state_<plane>: whose latest verdict in the two minutes it is, the planes' order deciding within a minute; called: who called.
 * `offset 0` keeps each step from being computed, and each row from being fetched, again for every use.
 */
function verdictsOf(sql: SqlOrTransaction, present: Plane[]): Fragment {
  if (present.length === 1) {
    return sql`
      cross join lateral (
        select coalesce(now_0.bits | before_0.bits, now_0.bits | nobody, before_0.bits | nobody, nobody) as state_0 offset 0
      ) as verdict
      cross join lateral (select state_0 as called) as calls`;
  }
  const list = (parts: Fragment[]) => parts.reduce((all, one) => sql`${all}, ${one}`);
  const either = (parts: Fragment[]) => parts.reduce((all, one) => sql`${all} | ${one}`);
  const n = (plane: Plane) => sql`${sql(`n_${plane}`)}`;
  const b = (plane: Plane) => sql`${sql(`b_${plane}`)}`;
  const fetched = present.flatMap((plane) => [
    sql`coalesce(${sql(`now_${plane}`)}.bits | nobody, nobody) as ${n(plane)}`,
    sql`coalesce(${sql(`before_${plane}`)}.bits | nobody, nobody) as ${b(plane)}`,
  ]);
  const states = present.map((plane, index) => {
    const earlier = present.slice(0, index);
    const first = (own: Fragment, of: (plane: Plane) => Fragment) =>
      earlier.length === 0 ? own : sql`(${own} & ~(${either(earlier.map(of))}))`;
    return sql`${first(n(plane), n)} | (${first(b(plane), b)} & ~any_now) as ${sql(`state_${plane}`)}`;
  });
  return sql`
    cross join lateral (select ${list(fetched)} offset 0) as fetched
    cross join lateral (select ${either(present.map(n))} as any_now offset 0) as latest
    cross join lateral (
      select ${list(states)}, any_now | ${either(present.map(b))} as called offset 0
    ) as verdict`;
}
