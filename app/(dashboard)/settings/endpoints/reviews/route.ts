import { revalidatePath } from "next/cache";
import { apiRoute } from "@/app/api-route";
import { requireLength } from "@/app/read-body";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { mostReportBytes, type ReviewFields } from "@/lib/endpoints/endpoint-review";
import { recordReview } from "@/lib/endpoints/record-review";

const formBytes = 256 * 1024;

/** A form: the fields of a review, an `endpointId` for each endpoint, and its `report` if there is one. */
export const POST = apiRoute(
  async (ctx, request) => {
    // Before the body is read for nothing.
    requirePermission(ctx.actor, "endpoint.write");
    requireLength(request, mostReportBytes + formBytes);
    const form = await request.formData().catch(() => {
      throw new AppError("bad_request", "not_a_form", "Send multipart/form-data.");
    });
    const { report, ...fields } = Object.fromEntries(form);
    const file = report instanceof File && report.size > 0 ? report : null;
    const content = file ? { name: file.name, content: new Uint8Array(await file.arrayBuffer()) } : undefined;
    // recordReview parses them.
    const review = { ...fields, endpointIds: form.getAll("endpointId") } as unknown as ReviewFields;
    const recorded = await recordReview(ctx, review, content);
    revalidatePath("/settings/endpoints", "layout");
    return recorded;
  },
  { isForPages: true },
);
