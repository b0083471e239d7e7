import { Badge } from "@/components/ui/badge";
import { Count } from "@/components/ui/count";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Suppression } from "@/lib/findings/suppression/list-suppressions";
import { RevokeButton } from "./revoke-button";

/** What each holds as one reads it: all parts that it names must fit. */
function scopeOf({ fingerprint, title, rule, provider, cluster }: Suppression): string {
  if (fingerprint) return title ?? fingerprint;
  const parts = [rule && `all of ${rule}`, provider && `provider ${provider}`, cluster && `cluster ${cluster}`];
  return parts.filter(Boolean).join(", ");
}

export function SuppressionsTable({ suppressions, mayRevoke }: { suppressions: Suppression[]; mayRevoke: boolean }) {
  return (
    <TableFrame label="Suppressions">
      <Table>
        <TableHead>
          <tr>
            <TableHeaderCell>What</TableHeaderCell>
            <TableHeaderCell>Why</TableHeaderCell>
            <TableHeaderCell isNumber>Holds now</TableHeaderCell>
            <TableHeaderCell isNumber>Took at first</TableHeaderCell>
            <TableHeaderCell>Until</TableHeaderCell>
            <TableHeaderCell>Made</TableHeaderCell>
            <TableHeaderCell>
              <span className="sr-only">Act</span>
            </TableHeaderCell>
          </tr>
        </TableHead>
        <tbody>
          {suppressions.map((each) => (
            <TableRow key={each.id}>
              <TableCell className="max-w-96 min-w-48 py-1.5 font-medium">
                <bdi className="block break-words whitespace-normal">{scopeOf(each)}</bdi>
              </TableCell>
              <TableCell className="max-w-96 min-w-48 py-1.5">
                <bdi className="block break-words whitespace-normal">{each.reason}</bdi>
              </TableCell>
              <TableCell isNumber>
                <Count value={each.held} />
              </TableCell>
              <TableCell isNumber className="text-muted">
                <Count value={each.heldAtFirst} />
              </TableCell>
              <TableCell>
                <Time at={each.until} form="absolute" />
              </TableCell>
              <TableCell className="text-muted">
                <Time at={each.createdAt} /> by {each.createdBy}
              </TableCell>
              <TableCell className="text-right">
                {each.endedAt ? (
                  <span className="inline-flex items-center gap-1.5 text-muted">
                    <Badge>{each.endedHow === "revoked" ? `revoked by ${each.endedBy}` : "time was up"}</Badge>
                    <Time at={each.endedAt} />
                  </span>
                ) : mayRevoke ? (
                  <RevokeButton id={each.id} name={scopeOf(each)} />
                ) : null}
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}
