import { eq } from "drizzle-orm";
import { z } from "zod";
import { incidents } from "@/db/schema/incidents";
import { may, requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { asIncident, incidentColumns } from "../incident";
import { incidentNotFound } from "../require-incident";
import { readRows } from "./read-timeline";
import type { TimelineKind } from "./timeline-kinds";
import { readTimelineScope } from "./timeline-scope";

export const ReadLaneItems = z.object({ incidentId: z.uuid(), from: z.date().optional(), to: z.date().optional() });

export type LaneItems = {
  /** What the chart shows unless told: the incident's own time. */
  from: Date;
  to: Date;
  items: { id: string; kind: TimelineKind; earliest: Date; latest: Date; text: string }[];
};

const mostItems = 10_000;
const mostCharacters = 80;

/** The events of a timeline that can have been within from … to, for its chart: the first 10,000, withdrawn ones left away. */
export async function readLaneItems(ctx: Ctx, input: z.input<typeof ReadLaneItems>): Promise<LaneItems> {
  requirePermission(ctx.actor, "incident.read");
  const { incidentId, from, to } = parseInput(ReadLaneItems, input);
  const [row] = await ctx.db.select(incidentColumns).from(incidents).where(eq(incidents.id, incidentId));
  if (!row) throw incidentNotFound();
  const scope = await readTimelineScope(ctx, asIncident(row));
  const span = { from: from ?? scope.from, to: to ?? scope.to };
  const rows = await readRows(ctx.db.$client, {
    query: { incidentId, isPinned: false, order: "oldest", limit: mostItems },
    span,
    scope,
    after: null,
    isInside: may(ctx.actor, "incident.read-private"),
  });
  const items = rows.slice(0, mostItems).filter((item) => !item.isWithdrawn);
  return {
    ...span,
    items: items.map(({ id, kind, earliest, latest, text }) => ({
      ...{ id, kind, earliest, latest },
      text: text.slice(0, mostCharacters),
    })),
  };
}
