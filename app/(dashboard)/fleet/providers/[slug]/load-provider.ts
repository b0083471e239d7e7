import { notFound } from "next/navigation";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { getProviderHours } from "@/lib/fleet/providers/get-provider-hours";
import { findProvider } from "../../../find-record";

/** The record of a provider and what it delivered; the page's 404 where there is none. */
export async function loadProvider(ctx: Ctx, slug: string) {
  const provider = await findProvider(ctx, slug).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "provider_not_found") notFound();
    throw error;
  });
  const [days, months] = await Promise.all([
    getProviderHours(ctx, { slug, by: "day", count: 31 }),
    getProviderHours(ctx, { slug, by: "month", count: 13 }),
  ]);
  return { provider, days, months };
}
