import { TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Change } from "@/lib/fleet/changes/change";
import { changeKindLabels } from "@/lib/fleet/changes/change-kinds";
import type { Overlap } from "@/lib/fleet/changes/find-overlaps";
import { ChangeDialog } from "./change-dialog";
import { DeleteChangeButton } from "./delete-change-button";

type Props = { changes: Change[]; overlaps: Overlap[]; now: number; mayEdit: boolean };

/** What was done to the fleet in the last 30 days and what is to come, soonest first, with what falls together. */
export function Calendar({ changes, overlaps, now, mayEdit }: Props) {
  const isOver = (change: Change) => (change.endsAt ?? change.startsAt).getTime() < now;
  const ahead = changes.filter((change) => !isOver(change));
  const over = changes.filter(isOver).reverse();
  const ongoing = overlaps.filter((overlap) => !isOver(overlap.change) || !isOver(overlap.with));
  return (
    <section aria-labelledby="calendar" className="grid gap-3">
      <h2 id="calendar" className="font-semibold text-body">
        Calendar
      </h2>
      {ongoing.map((overlap) => (
        <OverlapWarning key={`${overlap.change.id} ${overlap.with.id}`} overlap={overlap} />
      ))}
      {changes.length === 0 ? (
        <EmptyState title="Nothing was entered" act={mayEdit ? <ChangeDialog /> : undefined}>
          Enter deployments, rewards snapshots, freezes and seasons: every time chart shows them, and a policy's
          estimate says which of them fall into its first day.
        </EmptyState>
      ) : (
        <TableFrame label="Calendar entries">
          <Table>
            <TableHead>
              <tr>
                <TableHeaderCell>Starts</TableHeaderCell>
                <TableHeaderCell>Ends</TableHeaderCell>
                <TableHeaderCell>Kind</TableHeaderCell>
                <TableHeaderCell>Title</TableHeaderCell>
                <TableHeaderCell>Entered by</TableHeaderCell>
                <TableHeaderCell>
                  <span className="sr-only">Acts</span>
                </TableHeaderCell>
              </tr>
            </TableHead>
            <tbody>
              {[...ahead, ...over].map((change) => (
                <TableRow key={change.id} className={isOver(change) ? "text-muted" : ""}>
                  <TableCell>
                    <Time at={change.startsAt} form="absolute" />
                  </TableCell>
                  <TableCell>{change.endsAt ? <Time at={change.endsAt} form="absolute" /> : "a moment"}</TableCell>
                  <TableCell>
                    <Badge>{changeKindLabels[change.kind]}</Badge>
                  </TableCell>
                  <TableCell className="max-w-96 truncate" title={change.description ?? undefined}>
                    {change.title}
                  </TableCell>
                  <TableCell>{change.createdBy}</TableCell>
                  <TableCell className="text-right">
                    {mayEdit && change.kind !== "policy" ? (
                      <span className="inline-flex gap-1">
                        <ChangeDialog change={change} />
                        <DeleteChangeButton id={change.id} revision={change.revision} title={change.title} />
                      </span>
                    ) : null}
                  </TableCell>
                </TableRow>
              ))}
            </tbody>
          </Table>
        </TableFrame>
      )}
    </section>
  );
}

function OverlapWarning({ overlap }: { overlap: Overlap }) {
  const { change, with: other } = overlap;
  return (
    <p role="status" className="flex items-start gap-2 rounded-md bg-warn-soft px-3 py-2 text-table text-warn-text">
      <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <span>
        <b className="font-medium">{change.title}</b> (<Time at={change.startsAt} form="absolute" />) and{" "}
        <b className="font-medium">{other.title}</b> (<Time at={other.startsAt} form="absolute" />) fall together:
        devices that lose their connection by the one are missing in the other.
      </span>
    </p>
  );
}
