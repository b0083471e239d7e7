import { z } from "zod";
import type { SqlOrTransaction } from "@/db/client";

/** The row of settings that says whose records these are. Written with the first record, never changed from one kind to the other. */
export const recordsKey = "records";

const DemoRecords = z.object({
  kind: z.literal("demo"),
  scenario: z.string(),
  scene: z.string().default("start"),
  title: z.string(),
  /** What minute 0 of the scenario was in history, and where it was put: both RFC 3339. */
  shiftedFrom: z.string(),
  shiftedTo: z.string(),
  notes: z.array(z.string()),
  /** Null while the seeding has not ended: such records are thrown away and seeded again. */
  seededAt: z.string().nullable(),
});
export const RecordsKind = z.discriminatedUnion("kind", [DemoRecords, z.object({ kind: z.literal("real") })]);
export type DemoRecords = z.infer<typeof DemoRecords>;
export type RecordsKind = z.infer<typeof RecordsKind>;

/** Whether the records are a demo, and what of it is made up; real where nothing says otherwise. */
export async function readRecordsKind(sql: SqlOrTransaction): Promise<RecordsKind> {
  const [row] = await sql<{ value: unknown }[]>`select value from settings where key = ${recordsKey}`;
  return row ? RecordsKind.parse(row.value) : { kind: "real" };
}
