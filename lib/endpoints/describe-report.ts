import { createHash } from "node:crypto";
import { AppError } from "@/lib/app-error";
import { plainFileName } from "@/lib/files/plain-file-name";
import { mostReportBytes, type ReportFile } from "./endpoint-review";
import { reportType } from "./report-type";

export type ReportDescription = {
  reportName: string;
  reportType: string;
  reportBytes: number;
  reportSha256: string;
};

/** What stands beside a review about its report. Throws "too_large" and "report_type". */
export function describeReport({ name, content }: ReportFile): ReportDescription {
  if (content.length > mostReportBytes) {
    throw new AppError("too_large", "too_large", "A report has at most 8 MB.", { field: "report" });
  }
  return {
    reportName: plainFileName(name, "report"),
    reportType: reportType(content),
    reportBytes: content.length,
    reportSha256: createHash("sha256").update(content).digest("hex"),
  };
}
