import { EmptyState } from "@/components/ui/empty-state";
import { Table, TableFrame, TableHead, TableHeaderCell } from "@/components/ui/table";
import type { EndpointReview } from "@/lib/endpoints/endpoint-review";
import { ReviewRow } from "./review-row";

const columns = ["Ended on", "Kind", "Outcome", "Reviewer", "Recorded", "Report"];

export function ReviewsTable({ reviews, mayWrite }: { reviews: readonly EndpointReview[]; mayWrite: boolean }) {
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
        <TableFrame label="Reviews and penetration tests">
          <Table>
            <TableHead>
              <tr>
                {[...columns, ...(mayWrite ? ["Acts"] : [])].map((name) => (
                  <TableHeaderCell key={name}>{name}</TableHeaderCell>
                ))}
              </tr>
            </TableHead>
            <tbody>
              {reviews.map((review) => (
                <ReviewRow key={review.id} review={review} mayWrite={mayWrite} />
              ))}
            </tbody>
          </Table>
        </TableFrame>
      )}
    </section>
  );
}
