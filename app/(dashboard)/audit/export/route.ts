import { apiRoute } from "@/app/api-route";
import { streamText } from "@/app/stream-text";
import { AppError } from "@/lib/app-error";
import { auditFormats, exportAudit } from "@/lib/audit/export-audit";
import { parseAuditSearch } from "../parse-audit-search";

const contentTypes = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson" } as const;

/** The rows of the page's filter as a file that streams. */
export const GET = apiRoute(
  async (ctx, request) => {
    const search = Object.fromEntries(request.nextUrl.searchParams);
    const format = auditFormats.find((known) => known === (search.format ?? "csv"));
    if (!format) throw new AppError("bad_request", "invalid_input", `format: one of ${auditFormats.join(", ")}.`);
    const { cursor: _, ...filter } = parseAuditSearch(search).filter;
    const blocks = await exportAudit(ctx, filter, format);
    const name = `audit-${ctx.now.toISOString().slice(0, 16).replace(":", "")}Z.${format}`;
    return new Response(streamText(blocks), {
      headers: { "content-type": contentTypes[format], "content-disposition": `attachment; filename="${name}"` },
    });
  },
  { isExport: true },
);
