import { TableCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { AttributeChange } from "@/lib/fleet/devices/list-attribute-changes";
import { attributeLabels } from "./attribute-labels";
import { SectionTable } from "./section-table";

export function AttributeChanges({ changes }: { changes: AttributeChange[] }) {
  return (
    <SectionTable
      title="Attribute changes"
      columns={["When", "What", "Was", "Became"]}
      isEmpty={changes.length === 0}
      empty="Nothing about it has changed since it was enrolled."
    >
      {changes.map((change) => (
        <TableRow key={`${change.field} ${change.at.getTime()}`}>
          <TableCell>
            <Time at={change.at} form="absolute" />
          </TableCell>
          <TableCell>{attributeLabels[change.field] ?? change.field}</TableCell>
          <TableCell>{change.from ?? "not stated"}</TableCell>
          <TableCell>{change.to ?? "not stated"}</TableCell>
        </TableRow>
      ))}
    </SectionTable>
  );
}
