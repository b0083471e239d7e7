import type { NextRequest } from "next/server";
import { requireLength } from "@/app/read-body";
import { AppError } from "@/lib/app-error";
import { mostReportBytes, type ReportFile } from "@/lib/endpoints/endpoint-review";

const formBytes = 256 * 1024;

/** The fields of a review's form as they came, and its `report` if there is one. */
export async function readReviewForm(request: NextRequest): Promise<{ form: FormData; report?: ReportFile }> {
  requireLength(request, mostReportBytes + formBytes);
  const form = await request.formData().catch(() => {
    throw new AppError("bad_request", "not_a_form", "Send multipart/form-data.");
  });
  const file = form.get("report");
  form.delete("report");
  if (!(file instanceof File) || file.size === 0) return { form };
  return { form, report: { name: file.name, content: new Uint8Array(await file.arrayBuffer()) } };
}
