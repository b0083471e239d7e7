import type { Metadata } from "next";
import { Denied } from "@/app/denied";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { listUsers } from "@/lib/access/users/list-users";
import { Pager } from "../../pager";
import { parseUserSearch, type Search } from "./parse-user-search";
import { UserFilters } from "./user-filters";
import { UsersTable } from "./users-table";

export const metadata: Metadata = { title: "Users and roles" };

export default async function UsersPage({ searchParams }: { searchParams: Promise<Search> }) {
  const ctx = await requireCtx();
  if (!may(ctx.actor, "user.read")) return <Denied ctx={ctx} permission="user.read" what="users" />;
  const search = parseUserSearch(await searchParams);
  const { items, next } = await listUsers(ctx, search);
  return (
    <div className="grid gap-4">
      <PageHeader title="Users and roles">
        Everybody who has signed in. The groups of the identity provider open the door and name a role at each sign-in;
        a role that an admin sets here holds in its place until it is lifted.
      </PageHeader>
      <UserFilters search={search} />
      {items.length > 0 ? (
        <UsersTable users={items} ownId={ctx.actor.id} />
      ) : (
        <EmptyState title="No users">None fits this filter. Users appear here when they first sign in.</EmptyState>
      )}
      <Pager path="/settings/users" search={search} next={next} />
    </div>
  );
}
