import { processDatabase } from "@/lib/database";
import { checkReadiness } from "@/lib/metrics/check-readiness";

export const dynamic = "force-dynamic";

/** The database is reachable and migrated; 503 with the reason otherwise. */
export async function GET(): Promise<Response> {
  const readiness = await checkReadiness(processDatabase().$client);
  return new Response(readiness.isReady ? "ready\n" : `${readiness.reason}\n`, {
    status: readiness.isReady ? 200 : 503,
    headers: { "cache-control": "no-store", ...(readiness.isReady ? {} : { "retry-after": "5" }) },
  });
}
