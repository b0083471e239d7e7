import { revalidatePath } from "next/cache";
import { apiRoute } from "@/app/api-route";
import { requirePermission } from "@/lib/access/permissions";
import { correctReview } from "@/lib/endpoints/correct-review";
import type { CorrectReview } from "@/lib/endpoints/endpoint-review";
import { readReviewForm } from "../read-review-form";

/** A form: all that the review shall say, the `revision` that was read, the `reason`, and another `report` if there is one. */
export const POST = apiRoute<{ id: string }>(
  async (ctx, request, { id }) => {
    // Before the body is read for nothing.
    requirePermission(ctx.actor, "endpoint.write");
    const { form, report } = await readReviewForm(request);
    // correctReview parses them.
    await correctReview(ctx, { ...Object.fromEntries(form), id } as unknown as CorrectReview, report);
    revalidatePath("/settings/endpoints", "layout");
    return { id };
  },
  { isForPages: true },
);
