import { AppError } from "@/lib/app-error";

export type ReportType = "application/pdf" | "text/plain; charset=utf-8";

/**
 * What a report is, by its content and not by what its sender calls it: a PDF or plain text. Throws AppError
 * unsupported_media_type "report_type" for anything else: pages, pictures and archives can do things to who opens them.
 */
export function reportType(content: Uint8Array): ReportType {
  // Some writers put a mark or a comment before the header; readers look for it in the first kilobyte.
  const head = Buffer.from(content.subarray(0, 1_024)).toString("latin1");
  if (/^\s{0,16}%PDF-\d\.\d/.test(head)) return "application/pdf";
  if (isText(content)) return "text/plain; charset=utf-8";
  throw new AppError(
    "unsupported_media_type",
    "report_type",
    "A report is a PDF or a text file (UTF-8, for example Markdown).",
    {
      field: "report",
    },
  );
}

function isText(content: Uint8Array): boolean {
  if (content.length === 0) return false;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(content);
    return !/(?![\t\n\r\f])\p{Cc}/u.test(text);
  } catch {
    return false;
  }
}
