import { count, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { publicEndpoints } from "@/db/schema/endpoints";
import { AppError } from "@/lib/app-error";

const mostEndpoints = 20_000;

/** Throws AppError conflict "register_full" when so many more would pass the bound of the register. */
export async function requireRoom(db: Transaction, more: number): Promise<void> {
  const [row] = await db.select({ count: count() }).from(publicEndpoints).where(isNull(publicEndpoints.removedAt));
  if ((row?.count ?? 0) + more <= mostEndpoints) return;
  const message = "The register holds at most 20,000 endpoints: take out those that are gone.";
  throw new AppError("conflict", "register_full", message);
}
