import Link from "next/link";
import { type Severity, SeverityMark } from "@/components/ui/severity-mark";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { IncidentFinding } from "@/lib/incidents/get-incident";
import { PlainText } from "../plain-text";

export function IncidentFindings({ findings }: { findings: readonly IncidentFinding[] }) {
  if (findings.length === 0) return null;
  return (
    <details className="grid gap-2">
      <summary className="cursor-pointer text-table">
        {findings.length === 1 ? "One finding" : `${findings.length} findings`}
      </summary>
      <TableFrame label="Findings of this incident">
        <Table>
          <TableHead>
            <tr>
              {["Severity", "Finding", "Status", "Began"].map((name) => (
                <TableHeaderCell key={name}>{name}</TableHeaderCell>
              ))}
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
                    className="block rounded-sm whitespace-normal underline-offset-2 hover:underline"
                  >
                    <PlainText>{finding.title}</PlainText>
                  </Link>
                </TableCell>
                <TableCell>{finding.status.replaceAll("_", " ")}</TableCell>
                <TableCell>
                  <Time at={finding.startedAt} form="absolute" />
                </TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </details>
  );
}
