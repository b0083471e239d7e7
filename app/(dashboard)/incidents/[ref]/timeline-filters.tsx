import { FilterChoice, FilterForm } from "@/components/ui/filter-form";
import { timelineKindLabels, timelineKinds } from "@/lib/incidents/timeline/timeline-kinds";
import type { parseTimelineSearch } from "./parse-timeline-search";

type Props = { search: ReturnType<typeof parseTimelineSearch>["address"]; sources: readonly string[] };

const kinds = timelineKinds.map((kind) => [kind, timelineKindLabels[kind]] as const);
const orders = [
  ["oldest", "oldest first"],
  ["newest", "newest first"],
] as const;

export function TimelineFilters({ search, sources }: Props) {
  return (
    <FilterForm>
      <FilterChoice label="Kind of event" name="kind" value={search.kind} options={kinds} />
      <FilterChoice label="Source" name="source" value={search.source} options={sources} />
      <FilterChoice label="Pins" name="pinned" value={search.pinned} options={[["1", "pinned alone"]]} />
      <FilterChoice label="Order" name="order" value={search.order ?? "oldest"} options={orders} anything={null} />
    </FilterForm>
  );
}
