import { Badge } from "@/components/ui/badge";
import { TableCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Verification } from "@/lib/fleet/devices/list-verifications";
import { SectionTable } from "./section-table";

export function Verifications({ verifications }: { verifications: Verification[] }) {
  return (
    <SectionTable
      title="Verifications"
      columns={["When", "Result", "Method", "Took", "Valid until"]}
      isEmpty={verifications.length === 0}
      empty="It was never verified."
    >
      {verifications.map((verification) => (
        <TableRow key={verification.at.getTime()}>
          <TableCell>
            <Time at={verification.at} form="absolute" />
          </TableCell>
          <TableCell>
            <Badge tone={verification.result === "passed" ? "neutral" : "bad"}>{verification.result}</Badge>
          </TableCell>
          <TableCell title={verification.digest ?? undefined}>{verification.method ?? "not stated"}</TableCell>
          <TableCell>{verification.durationMs === null ? "" : `${Math.round(verification.durationMs)} ms`}</TableCell>
          <TableCell>
            {verification.validUntil ? <Time at={verification.validUntil} form="absolute" /> : "no end stated"}
          </TableCell>
        </TableRow>
      ))}
    </SectionTable>
  );
}
