import type { ReactNode } from "react";
import { Table, TableFrame, TableHead, TableHeaderCell } from "@/components/ui/table";

type Props = {
  title: string;
  columns: string[];
  isEmpty: boolean;
  empty: string;
  children: ReactNode;
  below?: ReactNode;
};

/** A titled table, or in one sentence why there is none. */
export function SectionTable({ title, columns, isEmpty, empty, children, below }: Props) {
  const headingId = title.toLowerCase().replaceAll(" ", "-");
  return (
    <section aria-labelledby={headingId} className="grid min-w-0 gap-2">
      <h2 id={headingId} className="font-semibold text-body">
        {title}
      </h2>
      {isEmpty ? (
        <p className="text-muted text-table">{empty}</p>
      ) : (
        <TableFrame label={`${title}, table`}>
          <Table>
            <TableHead>
              <tr>
                {columns.map((column) => (
                  <TableHeaderCell key={column}>{column}</TableHeaderCell>
                ))}
              </tr>
            </TableHead>
            <tbody>{children}</tbody>
          </Table>
        </TableFrame>
      )}
      {below}
    </section>
  );
}
