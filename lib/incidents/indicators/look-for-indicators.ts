import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import type { IndicatorValue } from "./indicator-kinds";
import { mostCounted, type Sighting } from "./sighting";
import { sightingPlaces } from "./sighting-places";

/** Looked for at once: each costs a pass over the findings. */
export const mostLookedFor = 50;

export type Seen = IndicatorValue & {
  /** Over all places. */
  count: number;
  /** Some place has more than are counted. */
  isMore: boolean;
  first: Date;
  last: Date;
  places: { id: string; label: string; count: number; first: Date; last: Date }[];
};

/** Where the first 50 of these indicators stand in what is recorded now; those that stand nowhere are left out. */
export async function lookForIndicators(ctx: Ctx, indicators: readonly IndicatorValue[]): Promise<Seen[]> {
  requirePermission(ctx.actor, "incident.read-private");
  const asked = indicators.slice(0, mostLookedFor).map(({ kind, value }) => ({ kind, value }));
  const found = await Promise.all(
    sightingPlaces.map(async (place) => {
      const values = asked.filter(({ kind }) => place.kinds.includes(kind));
      const sightings = values.length > 0 ? await place.look(ctx.db.$client, values) : [];
      return sightings.map((sighting) => ({ place, sighting }));
    }),
  );
  const all = found.flat();
  return asked.flatMap(({ kind, value }) => {
    const here = all.filter(({ sighting }) => sighting.kind === kind && sighting.value === value);
    if (here.length === 0) return [];
    const places = here.map(({ place, sighting: { count, first, last } }) => ({
      ...{ id: place.id, label: place.label },
      ...{ count, first, last },
    }));
    return [{ kind, value, ...summaryOf(here.map(({ sighting }) => sighting)), places }];
  });
}

function summaryOf(sightings: readonly Sighting[]) {
  const at = (of: (sighting: Sighting) => Date) => sightings.map((each) => of(each).getTime());
  return {
    count: sightings.reduce((sum, { count }) => sum + count, 0),
    isMore: sightings.some(({ count }) => count >= mostCounted),
    first: new Date(Math.min(...at(({ first }) => first))),
    last: new Date(Math.max(...at(({ last }) => last))),
  };
}
