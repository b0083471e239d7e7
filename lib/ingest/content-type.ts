import type { IncomingMessage } from "node:http";
import { AppError } from "@/lib/app-error";

export type BodyForm = "json" | "lines";

const forms = new Map<string, BodyForm>([
  ["application/json", "json"],
  ["application/x-ndjson", "lines"],
  ["application/ndjson", "lines"],
  ["application/jsonl", "lines"],
]);

/** Throws AppError "unsupported_content_type". */
export function bodyFormOf(request: IncomingMessage): BodyForm {
  const header = request.headers["content-type"] ?? "";
  const form = forms.get(header) ?? forms.get(header.split(";", 1)[0]?.trim().toLowerCase() ?? "");
  if (form) return form;
  throw new AppError(
    "unsupported_media_type",
    "unsupported_content_type",
    "Send application/json, or application/x-ndjson with one item a line.",
  );
}
