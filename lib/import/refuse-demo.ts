import type { SqlOrTransaction } from "@/db/client";
import { readRecordsKind } from "@/lib/demo/records-kind";
import { ImportError } from "./import-error";

/** Demo and real records never mix. */
export async function refuseDemo(sql: SqlOrTransaction): Promise<void> {
  const records = await readRecordsKind(sql);
  if (records.kind === "demo") {
    throw new ImportError(
      "These records are the demo, and real ones never join them: start with `npm start -- --empty` on another MUSTER_DATA.",
    );
  }
}
