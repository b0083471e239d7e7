import type { Metadata } from "next";
import { PageHeader } from "@/components/ui/page-header";
import { currentSession, requireCtx } from "@/lib/access/session";
import { listSessions } from "@/lib/access/sessions/list-sessions";
import { sessionLimits } from "@/lib/access/sessions/session-limits";
import { readEnv } from "@/lib/env";
import { EndOtherSessionsButton } from "./end-other-sessions-button";
import { SessionsTable } from "./sessions-table";

export const metadata: Metadata = { title: "Your sessions" };

export default async function SessionsPage() {
  const ctx = await requireCtx();
  const [sessions, current] = await Promise.all([listSessions(ctx, {}, sessionLimits(readEnv())), currentSession()]);
  return (
    <div className="grid gap-4">
      <PageHeader title="Your sessions" acts={sessions.length > 1 ? <EndOtherSessionsButton /> : null}>
        Where you are signed in. End one that you do not know; it is over with its next request.
      </PageHeader>
      <SessionsTable label="Your sessions" sessions={sessions} currentId={current?.session.sessionId} />
    </div>
  );
}
