import type { IncomingHttpHeaders } from "node:http";
import { AppError } from "@/lib/app-error";
import { parseBody } from "@/lib/ingest/parse-line";

const structured = "application/cloudevents+json";
const batched = "application/cloudevents-batch+json";
const mark = "ce-specversion";

export type CloudEventMode = "structured" | "batched" | "binary";

/** How a request carries CloudEvents (cloudevents/spec, http-protocol-binding.md, 3). Throws AppError "unsupported_content_type". */
export function cloudEventModeOf(headers: IncomingHttpHeaders): CloudEventMode {
  const type = mediaTypeOf(headers);
  if (type === batched) return "batched";
  if (type === structured) return "structured";
  if (!type.startsWith("application/cloudevents") && headers[mark] !== undefined) return "binary";
  throw new AppError(
    "unsupported_media_type",
    "unsupported_content_type",
    `Send ${structured}, ${batched}, or the attributes as headers that begin with ce-.`,
  );
}

const mediaTypeOf = (headers: IncomingHttpHeaders): string =>
  (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";

/** The events of a body, not looked at yet. Throws AppError "invalid_json", "invalid_body", "invalid_header". */
export function readCloudEventBodies(mode: CloudEventMode, headers: IncomingHttpHeaders, bytes: Buffer): unknown[] {
  if (mode === "binary") return [{ ...attributesOf(headers), ...dataOf(headers, bytes) }];
  const body = parseBody(bytes);
  if (mode === "structured") return [body];
  if (Array.isArray(body)) return body;
  throw new AppError("bad_request", "invalid_body", "A batch of CloudEvents is a list: […].");
}

function attributesOf(headers: IncomingHttpHeaders): Record<string, string> {
  const attributes: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith("ce-") && typeof value === "string") attributes.push([name.slice(3), attributeIn(name, value)]);
  }
  return Object.fromEntries(attributes);
}

/** Values in double quotes are taken out of them first, then one round of percent-encoding is undone (3.1.3.2). */
function attributeIn(name: string, value: string): string {
  const plain = /^"(.*)"$/.exec(value)?.[1]?.replaceAll(/\\(.)/g, "$1") ?? value;
  try {
    // Node reads headers as latin1; some senders write UTF-8 as it is.
    return decodeURIComponent(plain);
  } catch {
    throw new AppError("bad_request", "invalid_header", `${name} is not percent-encoded UTF-8.`);
  }
}

function dataOf(headers: IncomingHttpHeaders, bytes: Buffer): Record<string, unknown> {
  const type = mediaTypeOf(headers);
  if (bytes.length === 0) return {};
  if (type === "application/json" || type.endsWith("+json")) return { datacontenttype: type, data: parseBody(bytes) };
  if (type.startsWith("text/")) return { datacontenttype: type, data: bytes.toString("utf8") };
  return { ...(type ? { datacontenttype: type } : {}), data: `${bytes.length} bytes` };
}
