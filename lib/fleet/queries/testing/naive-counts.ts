import type { Sql } from "@/db/client";
import { measures } from "../../measures";
import { dateOfMinute } from "../../minute";
import { codeOfReason, codesOfState, stateCodes } from "../../states";
import type { FleetFilter } from "../../types";
import { type MeasureCounts, noCounts } from "../minute-counts";

type NaiveDevice = {
  ordinal: number;
  provider: string;
  region: string | null;
  gpuModel: string | null;
  agent: string | null;
  gpuCount: number;
};

/**
 * The states of a filter at a minute the slow way: device by device, from the last transition up to it and the attribute that
 * held at its end. Of evidence only what the state itself says. The reference of property tests.
 */
export async function naiveCounts(sql: Sql, filter: FleetFilter, minute: number): Promise<MeasureCounts> {
  const end = dateOfMinute(minute + 1);
  // The value that ended first after the minute held at its end; without one, today's.
  const held = (field: string, present: string) => sql`
    case when exists (select from device_history h where h.ordinal = d.ordinal and field = ${field} and "to" >= ${end})
      then (select value from device_history h where h.ordinal = d.ordinal and field = ${field} and "to" >= ${end}
        order by "to" limit 1)
      else d.${sql(present)}::text end`;
  const devices = await sql<NaiveDevice[]>`
    select ordinal, slug as provider, ${held("region", "region")} as region, gpu_model as "gpuModel", gpu_count as "gpuCount",
      ${held("agent", "agent")} as agent
    from devices d join providers on providers.id = (${held("provider", "provider_id")})::int`;
  const transitions = await sql<{ ordinal: number; state: number }[]>`
    select distinct on (ordinal) ordinal, to_state as state from transitions where minute <= ${minute}
    order by ordinal, minute desc`;
  const stateOf = new Map(transitions.map((row) => [row.ordinal, row.state]));
  const counts = noCounts();
  for (const device of devices) {
    const code = stateOf.get(device.ordinal) ?? stateCodes.none;
    const measure = measures[code - 1];
    if (code === stateCodes.none || code === stateCodes.retired || !measure) continue;
    const isAmong = (values: readonly string[] | undefined, value: string | null) =>
      !values?.length || values.includes(value ?? "");
    const isWanted =
      isAmong(filter.region, device.region) &&
      isAmong(filter.provider, device.provider) &&
      isAmong(filter.gpuModel, device.gpuModel) &&
      isAmong(filter.agent, device.agent) &&
      (!filter.state?.length || filter.state.some((state) => codesOfState(state).some((one) => one === code))) &&
      (!filter.reason?.length || filter.reason.some((reason) => codeOfReason(reason) === code));
    if (isWanted) counts[measure] += 1;
  }
  return counts;
}
