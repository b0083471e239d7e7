import { Badge } from "@/components/ui/badge";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { SessionRow } from "@/lib/access/sessions/list-sessions";
import { browserName } from "./browser-name";
import { EndSessionButton } from "./end-session-button";

type Props = { label: string; sessions: readonly SessionRow[]; currentId?: string };

export function SessionsTable({ label, sessions, currentId }: Props) {
  return (
    <TableFrame label={label}>
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
                {id === currentId ? (
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
  );
}
