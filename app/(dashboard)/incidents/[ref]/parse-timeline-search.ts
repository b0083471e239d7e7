import { timelineKinds } from "@/lib/incidents/timeline/timeline-kinds";

export type Search = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined) => (typeof value === "string" && value !== "" ? value : undefined);

/** A time of the address in minutes, as the chart writes it; undefined for anything else. */
function moment(text: string | undefined): Date | undefined {
  const at = /^20\d\d-\d\d-\d\dT\d\d:\d\dZ$/.test(text ?? "") ? new Date(text ?? "") : undefined;
  return at && !Number.isNaN(at.getTime()) ? at : undefined;
}

/** The filter in the address; what is not one of the choices counts as not there. */
export function parseTimelineSearch(search: Search) {
  const kind = timelineKinds.find((each) => each === one(search.kind));
  const source = one(search.source)?.slice(0, 200);
  const isPinned = one(search.pinned) === "1";
  const order = one(search.order) === "newest" ? ("newest" as const) : ("oldest" as const);
  const cursor = one(search.cursor)?.slice(0, 1_000);
  const [from, to] = [moment(one(search.from)), moment(one(search.to))];
  return {
    chosen: from && to && from < to ? { from, to } : {},
    query: { kind: kind && [kind], source, isPinned, order, cursor },
    address: {
      ...{ kind, source, cursor },
      pinned: isPinned ? "1" : undefined,
      order: order === "newest" ? order : undefined,
    },
    isFiltered: Boolean(kind || source || isPinned),
  };
}
