import { indicatorKinds } from "../indicator-kinds";
import { asParameter, type Sighting, type SightingPlace } from "../sighting";

/** Evidence is of any shape and has no index: the latest findings are looked through, and no more. */
export const mostFindingsLooked = 5_000;

/** What detectors and other systems wrote down as evidence; whole words alone, so that 10.0.0.1 is not seen in 10.0.0.12. */
export const findingsPlace: SightingPlace = {
  id: "findings",
  label: `the evidence of the latest ${mostFindingsLooked.toLocaleString("en")} findings`,
  kinds: indicatorKinds,
  look: (sql, values) => sql<Sighting[]>`
    with latest as materialized (
      select started_at, last_seen_at, lower(evidence::text) as evidence from findings
      order by started_at desc, id desc limit ${mostFindingsLooked}),
    asked as (
      select kind, value, lower(regexp_replace(to_json(value)::text, '^"|"$', '', 'g')) as written
      from jsonb_to_recordset(${asParameter(values)}::text::jsonb) as asked(kind text, value text))
    select asked.kind, asked.value, count(*)::int as count, min(started_at) as first, max(last_seen_at) as last
    from asked join latest on position(asked.written in latest.evidence) > 0
    where latest.evidence ~ ('(?<![[:alnum:]_.-])' || regexp_replace(asked.written, '([^[:alnum:]])', '\\\\\\1', 'g')
      || '(?![[:alnum:]_-]|[.][[:alnum:]])')
    group by asked.kind, asked.value`,
};
