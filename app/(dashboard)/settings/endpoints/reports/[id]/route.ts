import { apiRoute } from "@/app/api-route";
import { getReport } from "@/lib/endpoints/get-report";

/** The report of a review (`sha256`: one that it had) as a file to keep: no browser shows it, whatever is in it. */
export const GET = apiRoute<{ id: string }>(async (ctx, request, { id }) => {
  const { name, type, content } = await getReport(ctx, id, request.nextUrl.searchParams.get("sha256") ?? undefined);
  const plain = name.replaceAll(/[^\w. -]/g, "_");
  return new Response(new Uint8Array(content), {
    headers: {
      "content-type": type,
      "content-length": String(content.length),
      // RFC 6266: the second is the name as it is, for all who know it.
      "content-disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encodeName(name)}`,
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "private, no-store",
    },
  });
});

/** RFC 5987: what encodeURIComponent leaves and the header may not have. */
const encodeName = (name: string) =>
  encodeURIComponent(name).replaceAll(/['()*!]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
