import { eq, or } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { incidents } from "@/db/schema/incidents";
import type { Incident } from "./incident";

const mostMerged = 1_000;

/** The incident and all that was merged into it: their rows are read together and none ever moves. */
export async function familyIds(db: Pick<Transaction, "select">, { id }: Pick<Incident, "id">): Promise<string[]> {
  const rows = await db
    .select({ id: incidents.id })
    .from(incidents)
    .where(or(eq(incidents.rootId, id), eq(incidents.id, id)))
    .limit(mostMerged);
  return [id, ...rows.map((row) => row.id).filter((other) => other !== id)];
}
