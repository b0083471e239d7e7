import { Count } from "@/components/ui/count";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { DenialSum } from "@/lib/access/denials/list-denials";

/** Refusals of the last day; nothing where there were none. */
export function DenialsTable({ denials }: { denials: readonly DenialSum[] }) {
  if (denials.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h2 className="font-semibold text-body">Refused in the last 24 hours</h2>
      <TableFrame label="Refusals">
        <Table>
          <TableHead>
            <tr>
              <TableHeaderCell>Who</TableHeaderCell>
              <TableHeaderCell>For want of</TableHeaderCell>
              <TableHeaderCell>Times</TableHeaderCell>
              <TableHeaderCell>Minutes</TableHeaderCell>
              <TableHeaderCell>Last</TableHeaderCell>
            </tr>
          </TableHead>
          <tbody>
            {denials.map((denial) => (
              <TableRow key={`${denial.actorId} ${denial.reason}`}>
                <TableCell title={denial.actorId}>
                  {denial.actorId === "" ? "Nobody known" : (denial.actorName ?? denial.actorId)}
                </TableCell>
                <TableCell className="font-mono text-caption">{denial.reason}</TableCell>
                <TableCell>
                  <Count value={denial.count} />
                </TableCell>
                <TableCell>
                  <Count value={denial.minutes} />
                </TableCell>
                <TableCell>
                  <Time at={denial.lastMinute * 60_000} form="absolute" />
                </TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </section>
  );
}
