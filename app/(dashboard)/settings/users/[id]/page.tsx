import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Denied } from "@/app/denied";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { listSessions } from "@/lib/access/sessions/list-sessions";
import { sessionLimits } from "@/lib/access/sessions/session-limits";
import { countTokensOf } from "@/lib/access/tokens/count-tokens-of";
import { listAccountsOf } from "@/lib/access/users/list-accounts-of";
import { AppError } from "@/lib/app-error";
import { readEnv } from "@/lib/env";
import { findUser } from "../../../find-record";
import { EndOtherSessionsButton } from "../../sessions/end-other-sessions-button";
import { SessionsTable } from "../../sessions/sessions-table";
import { RoleForm } from "./role-form";
import { SamePerson } from "./same-person";
import { StatusButton } from "./status-button";
import { TokensMade } from "./tokens-made";
import { UserFacts } from "./user-facts";

export const metadata: Metadata = { title: "User" };

export default async function UserPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requireCtx();
  if (!may(ctx.actor, "user.read")) return <Denied ctx={ctx} permission="user.read" what="users" />;
  const { id } = await params;
  const user = await findUser(ctx, id).catch((error: unknown) => {
    if (error instanceof AppError) notFound();
    throw error;
  });
  const [sessions, tokens, others] = await Promise.all([
    listSessions(ctx, { userId: id }, sessionLimits(readEnv())),
    countTokensOf(ctx, id),
    listAccountsOf(ctx, id),
  ]);
  const isSelf = id === ctx.actor.id;
  return (
    <div className="grid gap-6">
      <PageHeader
        title={user.name}
        acts={isSelf ? null : <StatusButton id={id} name={user.name} isDisabled={user.disabledAt !== null} />}
      >
        {isSelf
          ? "This is you: another admin has to change your role or disable you."
          : (user.email ?? "No e-mail given.")}
      </PageHeader>
      <UserFacts user={user} />
      {isSelf ? null : (
        <RoleForm id={id} role={user.role} assignedRole={user.assignedRole} groupRole={user.groupRole} />
      )}
      <SamePerson id={id} others={others} isSelf={isSelf} />
      <TokensMade userId={id} tokens={tokens} isOut={user.disabledAt !== null || user.role === null} />
      <section className="grid gap-3" aria-labelledby="sessions">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 id="sessions" className="font-semibold">
            Sessions
          </h2>
          {sessions.length > 1 && !isSelf ? <EndOtherSessionsButton userId={id} /> : null}
        </div>
        {sessions.length > 0 ? (
          <SessionsTable
            label="Sessions, table"
            sessions={sessions}
            currentId={ctx.actor.kind === "user" ? ctx.actor.sessionId : undefined}
          />
        ) : (
          <EmptyState title="Not signed in">There is no open session of this person.</EmptyState>
        )}
      </section>
    </div>
  );
}
