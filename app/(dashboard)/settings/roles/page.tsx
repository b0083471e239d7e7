import type { Metadata } from "next";
import { Denied } from "@/app/denied";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { RolesTable } from "./roles-table";

export const metadata: Metadata = { title: "Roles" };

export default async function RolesPage() {
  const ctx = await requireCtx();
  if (!may(ctx.actor, "session.read")) return <Denied ctx={ctx} permission="session.read" what="roles" />;
  return (
    <div className="grid gap-4">
      <PageHeader title="Roles">
        Who may see and do what. This is the table itself by which every query and every act is checked; nothing else
        grants anything.
      </PageHeader>
      <RolesTable ownRole={ctx.actor.kind === "system" ? null : ctx.actor.role} />
    </div>
  );
}
