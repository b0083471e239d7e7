import type { Ctx } from "@/lib/context";
import type { IncidentDetail } from "@/lib/incidents/get-incident";
import { IncidentChart } from "./incident-chart";
import { loadIncidentChart } from "./load-incident-chart";

type Props = { ctx: Ctx; detail: IncidentDetail; chosen: { from?: Date; to?: Date } };

/** Comes after the rest of the page: the story must not wait for the curve. */
export async function IncidentChartSection({ ctx, detail, chosen }: Props) {
  return <IncidentChart {...(await loadIncidentChart(ctx, detail, chosen))} />;
}
