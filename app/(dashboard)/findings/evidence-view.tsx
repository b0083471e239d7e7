import { Count } from "@/components/ui/count";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { type EvidenceValue, prepareEvidence } from "./prepare-evidence";

/** Evidence that has no drawing of its own: its facts by name, its lists as tables. */
export function EvidenceView({ evidence }: { evidence: unknown }) {
  const parts = prepareEvidence(evidence);
  const facts = parts.filter((part) => part.kind === "fact");
  const tables = parts.filter((part) => part.kind === "table");
  if (parts.length === 0) return <p className="text-muted">The detector kept no evidence.</p>;
  return (
    <div className="grid gap-4">
      {facts.length > 0 ? (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-table">
          {facts.map(({ name, value }) => (
            <div key={name} className="col-span-full grid grid-cols-subgrid">
              <dt className="text-muted">{name}</dt>
              <dd className="break-words">
                <Value value={value} />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {tables.map(({ name, columns, rows, more }) => (
        <div key={name} className="grid gap-1">
          <TableFrame label={name}>
            <Table>
              <TableHead>
                <tr>
                  {columns.map((column) => (
                    <TableHeaderCell key={column}>{column}</TableHeaderCell>
                  ))}
                </tr>
              </TableHead>
              <tbody>
                {rows.map((row, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: evidence is frozen, and its rows have no name.
                  <TableRow key={index}>
                    {row.map((value, column) => (
                      <TableCell key={columns[column]}>
                        <Value value={value} />
                      </TableCell>
                    ))}
                  </TableRow>
                ))}
              </tbody>
            </Table>
          </TableFrame>
          {more > 0 ? <p className="text-caption text-muted">{more} more were kept.</p> : null}
        </div>
      ))}
    </div>
  );
}

function Value({ value }: { value: EvidenceValue }) {
  switch (value.is) {
    case "time":
      return <Time at={value.at} form="absolute" />;
    case "number":
      return <Count value={value.value} />;
    case "text":
      return <bdi>{value.text}</bdi>;
  }
}
