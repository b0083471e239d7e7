import { FilterChoice, FilterForm, FilterText } from "@/components/ui/filter-form";
import { roles } from "@/lib/access/permissions";
import { userStatuses } from "@/lib/access/users/list-users";

type Search = { role?: string; status?: string; search?: string };

export function UserFilters({ search }: { search: Search }) {
  return (
    <FilterForm>
      <FilterChoice label="Role" name="role" value={search.role} options={roles} />
      <FilterChoice label="Status" name="status" value={search.status} options={userStatuses} />
      <FilterText label="Name or e-mail" name="search" value={search.search} />
    </FilterForm>
  );
}
