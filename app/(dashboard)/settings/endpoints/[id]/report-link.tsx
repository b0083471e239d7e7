import { Download } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import type { ReviewContent } from "@/lib/endpoints/endpoint-review";

/** The report of a review, or of what it said before a correction. */
export function ReportLink({ reviewId, content }: { reviewId: string; content: ReviewContent }) {
  const { report, hasReport } = content;
  if (!hasReport) return <span className="text-muted">none</span>;
  if (!report) return <span className="text-muted">for responders and admins</span>;
  return (
    // Not a Link: it is a file, and fetching it ahead would write that it was taken.
    <a
      href={`/settings/endpoints/reports/${reviewId}?sha256=${report.sha256}`}
      download
      title={`${report.type}, SHA-256 ${report.sha256}`}
      className={buttonClass({ size: "sm" })}
    >
      <Download className="size-3.5" aria-hidden="true" />
      <span className="max-w-48 truncate">{report.name}</span>
      <span className="text-muted">{Math.ceil(report.bytes / 1_024)} kB</span>
    </a>
  );
}
