import type { Ctx } from "@/lib/context";
import { MemberCounts } from "../cohort/count-members";
import { fieldsOf, readDeviceMatcher } from "../cohort/device-matcher";
import { fleetMoment } from "../cohort/fleet-moment";
import { selectedCodes } from "../cohort/state-selection";
import { visitMembers } from "../cohort/visit-members";
import type { FleetDirectory } from "../directory";
import type { CountUnit, Dimension, FleetFilter } from "../types";
import type { MeasureCounts } from "./minute-counts";

export type GroupDimension = Exclude<Dimension, "fleet">;
/** `code` is the dictionary's or the provider's id; null where it was read by its key. */
export type GroupCounts = { key: string; label: string; code: number | null } & Record<CountUnit, MeasureCounts>;

export const recordField = { region: "region", gpu_model: "gpuModel", agent: "agent", provider: "provider" } as const;

export const labelOf = (key: string): string => (key === "" ? "Not given" : key);

/** The counts of a filter by the values that its devices had at the minute: one pass over the fleet. */
export async function countGroups(
  ctx: Ctx,
  filter: FleetFilter,
  minute: number,
  dimension: GroupDimension,
): Promise<GroupCounts[]> {
  const field = recordField[dimension];
  const moment = await fleetMoment(ctx.db, minute, fieldsOf(filter).add("gpuCount").add(field));
  const matcher = await readDeviceMatcher(ctx, moment.directory, filter, minute);
  const counts: MemberCounts[] = [];
  visitMembers(moment, matcher, selectedCodes(filter), (offset, member, { records }) => {
    const code = records[field][offset] as number;
    let group = counts[code];
    if (!group) {
      group = new MemberCounts();
      counts[code] = group;
    }
    group.add(member);
  });
  // Of a sparse array, entries() would give the holes too.
  const codes = Object.keys(counts).map(Number);
  const names = await readNames(ctx, moment.directory, dimension, codes);
  return codes.map((code) => {
    const { devices, gpus } = counts[code] as MemberCounts; // one of its own keys
    return { code, ...(names.get(code) ?? { key: "", label: labelOf("") }), devices, gpus };
  });
}

async function readNames(
  ctx: Ctx,
  directory: FleetDirectory,
  dimension: GroupDimension,
  codes: number[],
): Promise<Map<number, { key: string; label: string }>> {
  if (dimension === "provider") {
    const rows = await ctx.db.$client<{ id: number; slug: string; name: string }[]>`
      select id, slug, name from providers where id = any(${codes})`;
    return new Map(rows.map(({ id, slug, name }) => [id, { key: slug, label: name }]));
  }
  const dictionary = { region: directory.regions, gpu_model: directory.gpuModels, agent: directory.agents }[dimension];
  return new Map(
    codes.map((code) => {
      const key = dictionary.value(code) ?? "";
      return [code, { key, label: labelOf(key) }];
    }),
  );
}
