import type { SqlOrTransaction } from "@/db/client";
import { readRecordsKind, recordsKey } from "@/lib/demo/records-kind";
import { Problem } from "../problem.mjs";

export type Wanted = { isEmpty: boolean; scene?: string | undefined; place: string; isEmbedded: boolean };
/** `seed`: a demo has to be loaded. `reseed`: the loading of one was broken off. */
export type RecordsPlan = "seed" | "reseed" | "demo" | "real";

/** What to do about the records of this database. Records are a demo or real, and never become the other: Problem. */
export async function planRecords(sql: SqlOrTransaction, wanted: Wanted): Promise<RecordsPlan> {
  if (await isNew(sql)) return wanted.isEmpty ? "real" : "seed";
  const records = await readRecordsKind(sql);
  if (records.kind === "real") {
    if (!wanted.scene) return "real";
    throw new Problem(`${wanted.place} holds real records, which no demo may join: set MUSTER_DATA to another folder.`);
  }
  if (wanted.isEmpty) {
    throw new Problem(
      `${wanted.place} holds the demo, and real records may not join it: set MUSTER_DATA to another folder, or delete this one.`,
    );
  }
  if (records.seededAt === null) {
    if (wanted.isEmbedded) return "reseed";
    throw new Problem(
      `The loading of the demo into ${wanted.place} was broken off: drop that database, create it again, and start again.`,
    );
  }
  if (wanted.scene && wanted.scene !== records.scene) {
    throw new Problem(
      `${wanted.place} holds the scene "${records.scene}": for "${wanted.scene}" set MUSTER_DATA to another folder, or delete this one.`,
    );
  }
  return "demo";
}

async function isNew(sql: SqlOrTransaction): Promise<boolean> {
  const [row] = await sql<{ isNew: boolean }[]>`
    select not exists (select from settings where key = ${recordsKey}) and not exists (select from providers)
      and not exists (select from devices) as "isNew"`;
  return row?.isNew === true;
}

/** From now on these records are real, and stay it. */
export async function markReal(sql: SqlOrTransaction): Promise<void> {
  await sql`insert into settings (key, value) values (${recordsKey}, ${JSON.stringify({ kind: "real" })}::text::jsonb)
    on conflict (key) do nothing`;
}
