import type { Ctx } from "@/lib/context";
import { familyIds } from "../family-ids";
import type { Incident } from "../incident";
import { isOpenState } from "../incident-choices";

/** Causes come before what is noticed: the check that drew the attack of 2024 was 26 hours old. */
const leadMs = 48 * 3_600_000;
const dayMs = 86_400_000;

export type TimelineScope = {
  incidentIds: string[];
  findingIds: string[];
  /** Within these, what the record tells of the fleet as a whole belongs to it too. */
  from: Date;
  to: Date;
};

/**
 * What a timeline gathers from the record: all of its incidents and findings, and what was done to the fleet from 48 hours before
 * the first sign of it to a day after its end, or to now.
 */
export async function readTimelineScope({ db, now }: Ctx, incident: Incident): Promise<TimelineScope> {
  const incidentIds = await familyIds(db, incident);
  const sql = db.$client;
  const [gathered, [signs]] = await Promise.all([
    sql<{ id: string }[]>`
      select distinct finding_id::text as id from incident_findings where incident_id = any(${incidentIds}::uuid[]) limit 10000`,
    sql<{ first: Date | null; last: Date | null }[]>`
      select least(
          (select min(earliest) from incident_moments
            where incident_id = any(${incidentIds}::uuid[]) and moment <> 'first_malicious'),
          (select min(f.started_at) from incident_findings i join findings f on f.id = i.finding_id
            where i.incident_id = any(${incidentIds}::uuid[]))) as first,
        (select max(latest) from incident_moments
          where incident_id = ${incident.id} and moment in ('resolved', 'closed')) as last`,
  ]);
  const first = signs?.first ?? incident.createdAt;
  const isOver = !isOpenState(incident.state);
  const end = isOver ? (signs?.last ?? incident.updatedAt) : now;
  return {
    incidentIds,
    findingIds: gathered.map(({ id }) => id),
    from: new Date(first.getTime() - leadMs),
    to: isOver ? new Date(Math.min(now.getTime(), end.getTime() + dayMs)) : now,
  };
}
