import { TableCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Decision } from "@/lib/fleet/devices/list-decisions";
import { SectionTable } from "./section-table";

const kinds = { quarantined: "Quarantined", retired: "Retired" } as const;

export function Decisions({ decisions }: { decisions: Decision[] }) {
  return (
    <SectionTable
      title="Decisions"
      columns={["What", "From", "To", "By", "Reason"]}
      isEmpty={decisions.length === 0}
      empty="It was never quarantined or retired."
    >
      {decisions.map((decision) => (
        <TableRow key={`${decision.kind} ${decision.fromMinute}`}>
          <TableCell>{kinds[decision.kind]}</TableCell>
          <TableCell>
            <Time at={decision.fromMinute * 60_000} form="absolute" />
          </TableCell>
          <TableCell>
            {decision.toMinute === null ? "holds" : <Time at={decision.toMinute * 60_000} form="absolute" />}
          </TableCell>
          <TableCell>{decision.actor}</TableCell>
          <TableCell className="max-w-64 truncate" title={decision.reason}>
            {decision.reason}
          </TableCell>
        </TableRow>
      ))}
    </SectionTable>
  );
}
