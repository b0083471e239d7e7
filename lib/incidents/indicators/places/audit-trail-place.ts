import { asParameter, mostCounted, type Sighting, type SightingPlace } from "../sighting";

/** Who acted, or tried to sign in, from an address. */
export const auditTrailPlace: SightingPlace = {
  id: "audit",
  label: "the audit trail",
  kinds: ["ipv4", "ipv6"],
  look: (sql, values) => sql<Sighting[]>`
    select asked.kind, asked.value, seen.count, seen.first, seen.last
    from jsonb_to_recordset(${asParameter(values)}::text::jsonb) as asked(kind text, value text)
    cross join lateral (
      select count(*)::int as count, min(at) as first, max(at) as last from (
        select at from audit_log where address = asked.value::inet order by at desc limit ${mostCounted}) latest) seen
    where seen.count > 0`,
};
