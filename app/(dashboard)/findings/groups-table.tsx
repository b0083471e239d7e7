import Link from "next/link";
import { Count } from "@/components/ui/count";
import { SeverityMark } from "@/components/ui/severity-mark";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { TriageGroup, TriageGrouping } from "@/lib/findings/triage/group-triage";
import { type TriageSearch, triageHref } from "./triage-search";

const names: Record<TriageGrouping, string> = {
  rule: "Detector",
  fingerprint: "Fingerprint",
  provider: "Provider",
  cluster: "Cluster",
};

type Props = { search: TriageSearch; by: TriageGrouping; groups: readonly TriageGroup[]; hasMore: boolean };

/** Findings in groups, each of which leads to its own. */
export function GroupsTable({ search, by, groups, hasMore }: Props) {
  return (
    <div className="grid gap-2">
      <TableFrame label={`Findings by ${names[by].toLowerCase()}`}>
        <Table>
          <TableHead>
            <tr>
              <TableHeaderCell>Gravest</TableHeaderCell>
              <TableHeaderCell>{names[by]}</TableHeaderCell>
              <TableHeaderCell isNumber>Findings</TableHeaderCell>
              <TableHeaderCell isNumber>New</TableHeaderCell>
              <TableHeaderCell isNumber>Times found</TableHeaderCell>
              <TableHeaderCell>Latest start</TableHeaderCell>
            </tr>
          </TableHead>
          <tbody>
            {groups.map((group) => (
              <TableRow key={group.key ?? ""}>
                <TableCell>
                  <SeverityMark severity={group.gravest} />
                </TableCell>
                <TableCell className="w-full max-w-0 min-w-56 truncate">
                  <GroupName search={search} by={by} group={group} />
                </TableCell>
                <TableCell isNumber className="font-medium">
                  <Count value={group.count} />
                </TableCell>
                <TableCell isNumber>
                  <Count value={group.unseen} />
                </TableCell>
                <TableCell isNumber className="text-muted">
                  <Count value={group.occurrences} />
                </TableCell>
                <TableCell className="text-muted">
                  <Time at={group.latest} />
                </TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </TableFrame>
      {hasMore ? (
        <p className="text-caption text-muted">These are the gravest and largest; a filter shows the others.</p>
      ) : null}
    </div>
  );
}

function GroupName({ search, by, group }: { search: TriageSearch; by: TriageGrouping; group: TriageGroup }) {
  if (group.key === null || group.key === "")
    return <span className="text-muted">names no {names[by].toLowerCase()}</span>;
  const href = triageHref(search, { [by]: group.slug ?? group.key, group: undefined });
  return (
    <Link href={href} prefetch={false} className="font-medium underline-offset-2 hover:underline">
      <bdi className={by === "rule" ? "font-mono" : ""}>{group.label ?? group.key}</bdi>
    </Link>
  );
}
