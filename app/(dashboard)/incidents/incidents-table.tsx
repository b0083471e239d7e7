import Link from "next/link";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { incidentKindLabels } from "@/lib/incidents/incident-choices";
import type { ListedIncident } from "@/lib/incidents/list-incidents";
import { IncidentSeverityMark, IncidentStateBadge } from "./incident-marks";
import { PlainText } from "./plain-text";

export function IncidentsTable({ incidents }: { incidents: readonly ListedIncident[] }) {
  return (
    <TableFrame label="Incidents">
      <Table>
        <TableHead>
          <tr>
            {["Severity", "Incident", "State", "Kind", "Lead", "Opened"].map((name) => (
              <TableHeaderCell key={name}>{name}</TableHeaderCell>
            ))}
            <TableHeaderCell isNumber>Findings</TableHeaderCell>
          </tr>
        </TableHead>
        <tbody>
          {incidents.map((incident) => (
            <TableRow key={incident.id}>
              <TableCell>
                <IncidentSeverityMark severity={incident.severity} />
              </TableCell>
              <TableCell className="w-full max-w-0 min-w-64 py-1.5">
                <Link
                  href={`/incidents/${incident.reference}`}
                  className="block rounded-sm font-medium whitespace-normal underline-offset-2 hover:underline"
                >
                  <PlainText>{incident.title}</PlainText>
                </Link>
                <span className="font-mono text-caption text-muted">{incident.reference}</span>
              </TableCell>
              <TableCell>
                <IncidentStateBadge state={incident.state} />
              </TableCell>
              <TableCell>{incidentKindLabels[incident.kind]}</TableCell>
              <TableCell className={incident.lead ? "" : "text-muted"}>{incident.lead ?? "nobody"}</TableCell>
              <TableCell>
                <Time at={incident.createdAt} />
              </TableCell>
              <TableCell isNumber>{incident.findings}</TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}
