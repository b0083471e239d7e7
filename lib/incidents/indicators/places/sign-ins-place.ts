import { asParameter, mostCounted, type Sighting, type SightingPlace } from "../sighting";

/** The programs that people signed in with. */
export const signInsPlace: SightingPlace = {
  id: "sign-ins",
  label: "sign-ins",
  kinds: ["user_agent"],
  look: (sql, values) => sql<Sighting[]>`
    select asked.kind, asked.value, seen.count, seen.first, seen.last
    from jsonb_to_recordset(${asParameter(values)}::text::jsonb) as asked(kind text, value text)
    cross join lateral (
      select count(*)::int as count, min(created_at) as first, max(last_seen_at) as last from (
        select created_at, last_seen_at from sessions
        where user_agent is not null and md5(user_agent) = md5(asked.value) and user_agent = asked.value
        limit ${mostCounted}) counted) seen
    where seen.count > 0`,
};
