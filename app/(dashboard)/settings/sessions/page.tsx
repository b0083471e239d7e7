import type { Metadata } from "next";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { currentSession, requireCtx } from "@/lib/access/session";
import { listSessions } from "@/lib/access/sessions/list-sessions";
import { browserName } from "./browser-name";
import { EndSessionButton } from "./end-session-button";

export const metadata: Metadata = { title: "Your sessions" };

export default async function SessionsPage() {
  const ctx = await requireCtx();
  const [sessions, current] = await Promise.all([listSessions(ctx), currentSession()]);
  return (
    <div className="grid gap-4">
      <PageHeader title="Your sessions">
        Where you are signed in. End one that you do not know; it is over with its next request.
      </PageHeader>
      <TableFrame label="Your sessions">
        <Table>
          <TableHead>
            <tr>
              <TableHeaderCell>Browser</TableHeaderCell>
              <TableHeaderCell>Signed in</TableHeaderCell>
              <TableHeaderCell>Last seen</TableHeaderCell>
              <TableHeaderCell>Ends at the latest</TableHeaderCell>
              <TableHeaderCell>
                <span className="sr-only">Act</span>
              </TableHeaderCell>
            </tr>
          </TableHead>
          <tbody>
            {sessions.map(({ id, userAgent, createdAt, lastSeenAt, expiresAt }) => (
              <TableRow key={id}>
                <TableCell title={userAgent ?? undefined}>{browserName(userAgent)}</TableCell>
                <TableCell>
                  <Time at={createdAt.getTime()} />
                </TableCell>
                <TableCell>
                  <Time at={lastSeenAt.getTime()} />
                </TableCell>
                <TableCell>
                  <Time at={expiresAt.getTime()} form="absolute" />
                </TableCell>
                <TableCell className="text-right">
                  {id === current?.session.sessionId ? (
                    <Badge tone="outline">this one</Badge>
                  ) : (
                    <EndSessionButton id={id} name={browserName(userAgent)} />
                  )}
                </TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </div>
  );
}
