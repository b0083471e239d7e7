import { Badge } from "@/components/ui/badge";
import { Day } from "@/components/ui/day";
import { TableCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { EndpointReview } from "@/lib/endpoints/endpoint-review";
import { reviewKindLabels, reviewOutcomeLabels } from "@/lib/endpoints/endpoint-review-choices";
import { CorrectReviewDialog } from "./correct-review-dialog";
import { FormerReviews } from "./former-reviews";
import { ReportLink } from "./report-link";
import { WithdrawReviewDialog } from "./withdraw-review-dialog";

const cell = "py-1.5 align-top";

export function ReviewRow({ review, mayWrite }: { review: EndpointReview; mayWrite: boolean }) {
  const { id, revision, kind, reviewedAt, reviewer, covered, recordedAt, recordedBy, notes, withdrawn } = review;
  return (
    <TableRow>
      <TableCell className={cell}>
        <Day at={reviewedAt} />
      </TableCell>
      <TableCell className={cell}>{reviewKindLabels[kind]}</TableCell>
      <TableCell className={cell}>
        <Outcome review={review} />
      </TableCell>
      <TableCell className={`min-w-48 max-w-sm whitespace-normal ${cell}`}>
        {reviewer}
        {notes ? <p className="whitespace-pre-wrap text-caption text-muted">{notes}</p> : null}
        {withdrawn ? (
          <p className="text-caption text-warn-text">
            Withdrawn <Time at={withdrawn.at.getTime()} form="absolute" /> by {withdrawn.by}: {withdrawn.reason}
          </p>
        ) : null}
        <FormerReviews review={review} />
      </TableCell>
      <TableCell className={`text-muted ${cell}`}>
        <Time at={recordedAt.getTime()} form="absolute" /> by {recordedBy}
        <span className="block text-caption">{covered === 1 ? "for 1 endpoint" : `for ${covered} endpoints`}</span>
      </TableCell>
      <TableCell className={cell}>
        <ReportLink reviewId={id} content={review} />
      </TableCell>
      {mayWrite ? (
        <TableCell className={cell}>
          {withdrawn ? null : (
            <span className="grid justify-items-stretch gap-1">
              <CorrectReviewDialog review={review} key={revision} />
              <WithdrawReviewDialog id={id} revision={revision} covered={covered} />
            </span>
          )}
        </TableCell>
      ) : null}
    </TableRow>
  );
}

function Outcome({ review: { outcome, withdrawn } }: { review: EndpointReview }) {
  if (withdrawn) return <Badge tone="outline">Withdrawn</Badge>;
  return <Badge tone={outcome === "passed" ? "good" : "warn"}>{reviewOutcomeLabels[outcome]}</Badge>;
}
