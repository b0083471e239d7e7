import { Download } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { EndpointReview } from "@/lib/endpoints/endpoint-review";
import { reviewKindLabels, reviewOutcomeLabels } from "@/lib/endpoints/endpoint-review-choices";

export function ReviewsTable({ reviews }: { reviews: readonly EndpointReview[] }) {
  return (
    <section aria-labelledby="reviews" className="grid gap-2">
      <h2 id="reviews" className="font-semibold text-body">
        Reviews
      </h2>
      {reviews.length === 0 ? (
        <EmptyState title="No review yet">
          Nobody has recorded a review or penetration test of this endpoint.
        </EmptyState>
      ) : (
        <TableFrame label="Reviews">
          <Table>
            <TableHead>
              <tr>
                {["Ended on", "Kind", "Outcome", "Reviewer", "Covered", "Recorded", "Report"].map((name) => (
                  <TableHeaderCell key={name}>{name}</TableHeaderCell>
                ))}
              </tr>
            </TableHead>
            <tbody>
              {reviews.map((review) => (
                <ReviewRow key={review.id} review={review} />
              ))}
            </tbody>
          </Table>
        </TableFrame>
      )}
    </section>
  );
}

function ReviewRow({ review }: { review: EndpointReview }) {
  const { kind, outcome, reviewedAt, reviewer, covered, recordedAt, recordedBy, notes } = review;
  return (
    <TableRow>
      <TableCell className="py-1.5 align-top">
        <Time at={reviewedAt.getTime()} form="absolute" />
      </TableCell>
      <TableCell className="py-1.5 align-top">{reviewKindLabels[kind]}</TableCell>
      <TableCell className="py-1.5 align-top">
        <Badge tone={outcome === "passed" ? "good" : "warn"}>{reviewOutcomeLabels[outcome]}</Badge>
      </TableCell>
      <TableCell className="max-w-sm py-1.5 align-top whitespace-normal">
        {reviewer}
        {notes ? <p className="whitespace-pre-wrap text-caption text-muted">{notes}</p> : null}
      </TableCell>
      <TableCell className="py-1.5 align-top">{covered === 1 ? "1 endpoint" : `${covered} endpoints`}</TableCell>
      <TableCell className="py-1.5 align-top text-muted">
        <Time at={recordedAt.getTime()} form="absolute" /> by {recordedBy}
      </TableCell>
      <TableCell className="py-1.5 align-top">
        <ReportLink review={review} />
      </TableCell>
    </TableRow>
  );
}

function ReportLink({ review: { id, report, hasReport } }: { review: EndpointReview }) {
  if (!hasReport) return <span className="text-muted">none</span>;
  if (!report) return <span className="text-muted">for responders and admins</span>;
  return (
    // Not a Link: it is a file, and fetching it ahead would write that it was taken.
    <a
      href={`/settings/endpoints/reports/${id}`}
      download
      title={`${report.type}, SHA-256 ${report.sha256}`}
      className={buttonClass({ size: "sm" })}
    >
      <Download className="size-3.5" aria-hidden="true" />
      <span className="max-w-48 truncate">{report.name}</span>
      <span className="text-muted">{Math.ceil(report.bytes / 1_024)} kB</span>
    </a>
  );
}
