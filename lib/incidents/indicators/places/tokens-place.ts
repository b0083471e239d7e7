import { asParameter, mostCounted, type Sighting, type SightingPlace } from "../sighting";

/** Tokens by their public prefix, or by the whole hash that is kept of them. */
export const tokensPlace: SightingPlace = {
  id: "tokens",
  label: "Muster's tokens",
  kinds: ["token_fingerprint", "sha256"],
  look: (sql, values) => sql<Sighting[]>`
    select asked.kind, asked.value, seen.count, seen.first, seen.last
    from jsonb_to_recordset(${asParameter(values)}::text::jsonb) as asked(kind text, value text)
    cross join lateral (
      select count(*)::int as count, min(created_at) as first, max(coalesce(last_used_at, created_at)) as last from (
        select created_at, last_used_at from tokens where prefix = asked.value
        union all
        select created_at, last_used_at from tokens
        where hash = case when asked.value ~ '^[0-9a-f]{64}$' then decode(asked.value, 'hex') end
        limit ${mostCounted}) counted) seen
    where seen.count > 0`,
};
