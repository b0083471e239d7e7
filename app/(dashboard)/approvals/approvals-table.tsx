import Link from "next/link";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Approval } from "@/lib/access/approvals/approval";
import { approvalKinds } from "@/lib/access/approvals/approval-kinds";
import { ApprovalBadge } from "./approval-badge";

type Props = { approvals: readonly Omit<Approval, "input" | "figures">[]; ownId: string };

export function ApprovalsTable({ approvals, ownId }: Props) {
  return (
    <TableFrame label="Approvals">
      <Table>
        <TableHead>
          <tr>
            <TableHeaderCell>What</TableHeaderCell>
            <TableHeaderCell>Act</TableHeaderCell>
            <TableHeaderCell>State</TableHeaderCell>
            <TableHeaderCell>Proposed</TableHeaderCell>
            <TableHeaderCell>Approved</TableHeaderCell>
          </tr>
        </TableHead>
        <tbody>
          {approvals.map((approval) => (
            <TableRow key={approval.id}>
              <TableCell className="min-w-56 font-medium">
                <Link href={`/approvals/${approval.id}`} className="underline">
                  {approval.title}
                </Link>
              </TableCell>
              <TableCell className="text-muted">{approvalKinds[approval.kind].label}</TableCell>
              <TableCell>
                <ApprovalBadge state={approval.state} />
              </TableCell>
              <TableCell className="text-muted">
                <Time at={approval.proposedAt.getTime()} /> by{" "}
                {approval.proposedBy === ownId ? "you" : approval.proposedByName}
              </TableCell>
              <TableCell className="text-muted">
                {approval.approvedAt ? (
                  <>
                    <Time at={approval.approvedAt.getTime()} /> by {approval.approvedByName}
                  </>
                ) : (
                  "not yet"
                )}
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}
