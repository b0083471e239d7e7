import { problemResponse } from "@/app/api-route";
import { processDatabase } from "@/lib/database";
import { readAllMetrics } from "@/lib/metrics/web-metrics";

export const dynamic = "force-dynamic";

/** Prometheus text of the web, the gateways and the workers. */
export async function GET(): Promise<Response> {
  try {
    const text = await readAllMetrics(processDatabase().$client);
    return new Response(text, {
      headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" },
    });
  } catch (error) {
    return problemResponse(error, "/metrics");
  }
}
