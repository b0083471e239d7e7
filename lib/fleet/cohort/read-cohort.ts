import type { Ctx } from "@/lib/context";
import type { FleetDirectory } from "../directory";
import { fleetDirectory } from "../queries/web-directory";
import type { RecordField } from "../roll-call/record-change";
import type { FleetFilter } from "../types";
import { type DeviceMatcher, fieldsOf, readDeviceMatcher } from "./device-matcher";

type Cohort = {
  first: number;
  last: number;
  directory: FleetDirectory;
  /** Of which the filter asks. */
  fields: ReadonlySet<RecordField>;
  matcher: DeviceMatcher;
};

/** What counting a filter over some minutes, which ascend, begins with; null without any minute. */
export async function readCohort(ctx: Ctx, filter: FleetFilter, minutes: number[]): Promise<Cohort | null> {
  const first = minutes[0];
  const last = minutes.at(-1);
  if (first === undefined || last === undefined) return null;
  const directory = await fleetDirectory(ctx.db);
  const matcher = await readDeviceMatcher(ctx, directory, filter, last);
  return { first, last, directory, fields: fieldsOf(filter), matcher };
}
