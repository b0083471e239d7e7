import { FilterChoice, FilterForm, FilterText } from "@/components/ui/filter-form";
import { risks } from "@/lib/endpoints/endpoint-choices";
import { reviewStatuses } from "@/lib/endpoints/review-due";
import { reviewWords } from "./review-words";

type Props = { search: { text?: string; status?: string; risk?: string; sort?: string } };

const statuses = [
  ...reviewStatuses.map((status) => [status, reviewWords[status].label] as const),
  ["removed", "Taken out"] as const,
];
const orders = [
  ["due", "what is due first"],
  ["address", "by address"],
] as const;

export function EndpointFilters({ search }: Props) {
  return (
    <FilterForm>
      <FilterText label="Search" name="text" value={search.text} placeholder="host, path, owner" />
      <FilterChoice label="Review" name="status" value={search.status} options={statuses} />
      <FilterChoice label="Risk" name="risk" value={search.risk} options={risks} />
      <FilterChoice label="Order" name="sort" value={search.sort ?? "due"} options={orders} anything={null} />
    </FilterForm>
  );
}
