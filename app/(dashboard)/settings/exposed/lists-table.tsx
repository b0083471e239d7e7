import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ExposureCounts } from "@/lib/access/exposure/exposure-report";
import type { ExposureList } from "@/lib/access/exposure/list-exposure-lists";

const columns: readonly [keyof ExposureCounts, string][] = [
  ["identifiers", "Identifiers"],
  ["liveTokens", "Live tokens"],
  ["endedTokens", "Ended tokens"],
  ["users", "Users"],
  ["devices", "Devices"],
];

export function ListsTable({ lists }: { lists: readonly ExposureList[] }) {
  if (lists.length === 0) {
    return <EmptyState title="No list yet">Nobody has given a leaked list to look through.</EmptyState>;
  }
  return (
    <TableFrame label="Leaked lists">
      <Table>
        <TableHead>
          <tr>
            <TableHeaderCell>From</TableHeaderCell>
            <TableHeaderCell>Looked through</TableHeaderCell>
            {columns.map(([name, label]) => (
              <TableHeaderCell key={name} isNumber>
                {label}
              </TableHeaderCell>
            ))}
          </tr>
        </TableHead>
        <tbody>
          {lists.map(({ id, title, createdAt, createdByName, counts }) => (
            <TableRow key={id}>
              <TableCell className="font-medium">
                <Link href={`/settings/exposed?list=${id}`} className="underline">
                  {title}
                </Link>
              </TableCell>
              <TableCell className="text-muted">
                <Time at={createdAt.getTime()} form="absolute" /> by {createdByName}
              </TableCell>
              {columns.map(([name]) => (
                <TableCell key={name} isNumber>
                  {counts[name].toLocaleString("en")}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}
