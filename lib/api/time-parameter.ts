import { AppError } from "@/lib/app-error";
import { parseRfc3339 } from "@/lib/ingest/parse-rfc3339";

/** A time of the query; undefined without it. Throws AppError bad_time that names the parameter. */
export function timeParameter(params: URLSearchParams, name: string): Date | undefined {
  const text = params.get(name);
  if (text === null) return undefined;
  // A plus that was not escaped arrives as a space.
  const ms = parseRfc3339(text.replace(" ", "+"));
  if (ms !== null && ms >= 0) return new Date(ms);
  throw new AppError("bad_request", "bad_time", `${name} must be an RFC 3339 time, like 2024-04-25T08:05:00Z.`, {
    field: name,
  });
}
