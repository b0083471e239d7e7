import Link from "next/link";
import { Duration } from "@/components/ui/duration";
import { type Severity, SeverityMark } from "@/components/ui/severity-mark";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Finding } from "@/lib/findings/list-findings";
import { FindingStatus } from "./finding-status";

export function FindingsTable({ findings }: { findings: readonly Finding[] }) {
  return (
    <TableFrame label="Findings">
      <Table>
        <TableHead>
          <tr>
            <TableHeaderCell>Severity</TableHeaderCell>
            <TableHeaderCell>Finding</TableHeaderCell>
            <TableHeaderCell>Began</TableHeaderCell>
            <TableHeaderCell>Lasted</TableHeaderCell>
            <TableHeaderCell isNumber>Found after</TableHeaderCell>
            <TableHeaderCell>Status</TableHeaderCell>
          </tr>
        </TableHead>
        <tbody>
          {findings.map((finding) => (
            <TableRow key={finding.id}>
              <TableCell>
                {/* The database holds these five words and no others. */}
                <SeverityMark severity={finding.severity as Severity} />
              </TableCell>
              <TableCell className="w-full max-w-0 min-w-64 py-1.5">
                <Link
                  href={`/findings/${finding.id}`}
                  className="block rounded-sm font-medium whitespace-normal underline-offset-2 hover:underline"
                >
                  {finding.title}
                </Link>
                <code className="font-mono text-caption text-muted">{finding.rule}</code>
              </TableCell>
              <TableCell>
                <Time at={finding.startedAt} />
              </TableCell>
              <TableCell>
                <Duration from={finding.startedAt} to={finding.endedAt} />
              </TableCell>
              <TableCell isNumber className="text-muted">
                <Duration from={finding.startedAt} to={finding.detectedAt} />
              </TableCell>
              <TableCell>
                <FindingStatus status={finding.status} />
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}
