import type { SqlOrTransaction } from "@/db/client";
import type { Ctx } from "@/lib/context";
import { countConnected } from "../cohort/count-connected";
import { fieldsOf, readDeviceMatcher } from "../cohort/device-matcher";
import { eachMoment } from "../cohort/each-moment";
import { type FleetSpan, readFleetSpan } from "../cohort/fleet-span";
import { coverageStatus } from "../coverage-status";
import type { FleetDirectory } from "../directory";
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
  const field = recordField[dimension];
  const fields = fieldsOf(filter).add(field);
  const span = await readFleetSpan(ctx.db.$client, directory, minutes[0] ?? minute, minute, fields);
  const matcher = await readDeviceMatcher(ctx, directory, filter, minute);
  const codes = codeCount(directory, span, field);
  const trends = groups.map((): Trend => []);
  for await (const moment of eachMoment(ctx.db.$client, span, minutes)) {
    const counts = countConnected(moment, matcher, field, codes);
    const isDeaf = moment.coverage === coverageStatus.none;
    for (const [index, { code }] of groups.entries()) {
      trends[index]?.push(isDeaf || code === null ? null : (counts[code] ?? 0));
    }
  }
  return trends;
}

/** One more than the highest code that the field has or had. */
function codeCount(directory: FleetDirectory, span: FleetSpan, field: (typeof recordField)[GroupDimension]): number {
  if (field === "region") return directory.regions.values.length;
  if (field === "gpuModel") return directory.gpuModels.values.length;
  if (field === "agent") return directory.agents.values.length;
  let highest = 0;
  for (let ordinal = 0; ordinal < directory.size; ordinal++) {
    highest = Math.max(highest, directory.provider[ordinal] as number);
  }
  for (const list of span.changes.values()) {
    for (const change of list) if (change.field === "provider") highest = Math.max(highest, change.value);
  }
  return highest + 1;
}
