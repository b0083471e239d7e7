import { revalidatePath } from "next/cache";
import { apiRoute } from "@/app/api-route";
import { requirePermission } from "@/lib/access/permissions";
import type { ReviewFields } from "@/lib/endpoints/endpoint-review";
import { recordReview } from "@/lib/endpoints/record-review";
import { readReviewForm } from "./read-review-form";

/** A form: the fields of a review, an `endpointId` for each endpoint, and its `report` if there is one. */
export const POST = apiRoute(
  async (ctx, request) => {
    // Before the body is read for nothing.
    requirePermission(ctx.actor, "endpoint.write");
    const { form, report } = await readReviewForm(request);
    // recordReview parses them.
    const review = { ...Object.fromEntries(form), endpointIds: form.getAll("endpointId") } as unknown as ReviewFields;
    const recorded = await recordReview(ctx, review, report);
    revalidatePath("/settings/endpoints", "layout");
    return recorded;
  },
  { isForPages: true },
);
