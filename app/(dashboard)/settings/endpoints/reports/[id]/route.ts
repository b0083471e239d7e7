import { apiRoute } from "@/app/api-route";
import { attachmentHeaders } from "@/app/attachment-headers";
import { getReport } from "@/lib/endpoints/get-report";

/** The report of a review (`sha256`: one that it had) as a file to keep: no browser shows it, whatever is in it. */
export const GET = apiRoute<{ id: string }>(async (ctx, request, { id }) => {
  const { name, type, content } = await getReport(ctx, id, request.nextUrl.searchParams.get("sha256") ?? undefined);
  return new Response(new Uint8Array(content), { headers: attachmentHeaders(name, type, content.length) });
});
