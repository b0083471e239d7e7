import type { SqlOrTransaction } from "@/db/client";
import type { Ctx } from "@/lib/context";
import { fieldsOf, readDeviceMatcher } from "../cohort/device-matcher";
import { eachMoment } from "../cohort/each-moment";
import { readFleetSpan } from "../cohort/fleet-span";
import { visitMembers } from "../cohort/visit-members";
import { coverageStatus } from "../coverage-status";
import { type StateCode, stateCodes } from "../states";
import type { FleetFilter } from "../types";
import { type GroupCounts, type GroupDimension, recordField } from "./count-groups";
import { readCoverageRange } from "./read-coverage";
import { fleetDirectory } from "./web-directory";

type Trend = (number | null)[];

// Six hours; each point is a whole minute.
const points = 24;
const stepMinutes = 15;

const sampleMinutes = (minute: number): number[] =>
  Array.from({ length: points }, (_, index) => minute - (points - 1 - index) * stepMinutes);

/** Connected devices of each group over the last six hours, from what roll call stored. */
export async function storedTrends(
  sql: SqlOrTransaction,
  dimension: Exclude<GroupDimension, "provider">,
  groups: GroupCounts[],
  minute: number,
): Promise<Trend[]> {
  const minutes = sampleMinutes(minute);
  const keys = groups.map((group) => group.key);
  const [rows, coverage] = await Promise.all([
    sql<{ key: string; minute: number; connected: number }[]>`
      select key, minute, devices_connected as connected from fleet_minutes
      where dimension = ${dimension} and key = any(${keys})
        and minute between ${minutes[0] ?? minute} and ${minute} and minute = any(${minutes})`,
    readCoverageRange(sql, minutes[0] ?? minute, minute),
  ]);
  const connected = new Map(rows.map((row) => [`${row.minute}/${row.key}`, row.connected]));
  return keys.map((key) =>
    minutes.map((at) => ((coverage.get(at) ?? 0) > 0 ? (connected.get(`${at}/${key}`) ?? 0) : null)),
  );
}

const connectedOnly: ReadonlySet<StateCode> = new Set([stateCodes.connected]);

/** The same from the bits, for what is not stored. 24 minutes of 600,000 devices: 0.3 s. */
export async function groupTrends(
  ctx: Ctx,
  filter: FleetFilter,
  dimension: GroupDimension,
  groups: GroupCounts[],
  minute: number,
): Promise<Trend[]> {
  if (groups.length === 0) return [];
  const minutes = sampleMinutes(minute);
  const directory = await fleetDirectory(ctx.db);
  const fields = fieldsOf(filter).add(recordField[dimension]);
  const span = await readFleetSpan(ctx.db.$client, directory, minutes[0] ?? minute, minute, fields);
  const matcher = await readDeviceMatcher(ctx, directory, filter, minute);
  const trends = groups.map((): Trend => []);
  for await (const moment of eachMoment(ctx.db.$client, span, minutes)) {
    const counts: number[] = [];
    visitMembers(moment, matcher, connectedOnly, (offset, _, { records }) => {
      const code = records[recordField[dimension]][offset] as number;
      counts[code] = (counts[code] ?? 0) + 1;
    });
    const isDeaf = moment.coverage === coverageStatus.none;
    for (const [index, { code }] of groups.entries()) {
      trends[index]?.push(isDeaf || code === null ? null : (counts[code] ?? 0));
    }
  }
  return trends;
}
