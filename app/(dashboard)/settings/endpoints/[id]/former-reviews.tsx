import { Day } from "@/components/ui/day";
import { Time } from "@/components/ui/time";
import type { EndpointReview } from "@/lib/endpoints/endpoint-review";
import { reviewKindLabels, reviewOutcomeLabels } from "@/lib/endpoints/endpoint-review-choices";
import { ReportLink } from "./report-link";

/** What a review said before it was corrected, and why it says something else now. */
export function FormerReviews({ review: { id, former } }: { review: EndpointReview }) {
  if (former.length === 0) return null;
  return (
    <details className="text-caption">
      <summary className="w-fit cursor-pointer text-muted hover:text-text">
        {former.length === 1 ? "Corrected once" : `Corrected ${former.length} times`}
      </summary>
      <ol className="grid max-w-80 gap-2 pt-1">
        {former.map((each) => (
          <li key={each.revision} className="grid justify-items-start gap-1 border-line border-l-2 pl-2">
            <span>
              <Time at={each.correctedAt.getTime()} form="absolute" /> by {each.correctedBy}: {each.reason}
            </span>
            <span className="text-muted">
              Before: {reviewKindLabels[each.kind]}, {reviewOutcomeLabels[each.outcome].toLowerCase()}, by{" "}
              {each.reviewer}, ended <Day at={each.reviewedAt} />
            </span>
            {each.notes ? <p className="whitespace-pre-wrap text-muted">{each.notes}</p> : null}
            {each.report ? <ReportLink reviewId={id} content={each} /> : null}
          </li>
        ))}
      </ol>
    </details>
  );
}
