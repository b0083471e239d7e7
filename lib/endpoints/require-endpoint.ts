import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { publicEndpoints } from "@/db/schema/endpoints";
import { AppError } from "@/lib/app-error";
import { asEndpoint, type Endpoint, endpointColumns } from "./endpoint";

/** An endpoint that is in the register and that nobody edited since `revision`, or what stands in the way. */
export async function requireEndpoint(db: Transaction, id: string, revision: number): Promise<Endpoint> {
  const [row] = await db
    .select(endpointColumns)
    .from(publicEndpoints)
    .where(and(eq(publicEndpoints.id, id), isNull(publicEndpoints.removedAt)));
  if (!row) {
    throw new AppError("not_found", "endpoint_not_found", "There is no such endpoint; it may have been taken out.");
  }
  if (row.revision !== revision) {
    const message = "Somebody edited this endpoint meanwhile: load it again, then edit.";
    throw new AppError("conflict", "stale_revision", message, { revision: row.revision });
  }
  return asEndpoint(row);
}
