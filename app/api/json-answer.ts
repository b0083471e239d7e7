import { hash } from "node:crypto";

/**
 * `value` as JSON with an ETag, or 304 where the caller has it already (RFC 9110, 13.1.2). Weak, since a compressed answer is the same one
 * in other bytes. Nothing between may store it: the program that asks again keeps tag and answer itself.
 */
export function jsonAnswer(value: unknown, request: Request, status = 200): Response {
  const text = JSON.stringify(value);
  const headers = new Headers({ "content-type": "application/json", "cache-control": "no-store" });
  if (status !== 200) return new Response(text, { status, headers });
  const tag = `W/"${hash("sha256", text, "base64url").slice(0, 22)}"`;
  headers.set("etag", tag);
  if (isKnown(request.headers.get("if-none-match"), tag)) {
    headers.delete("content-type");
    return new Response(null, { status: 304, headers });
  }
  return new Response(text, { status, headers });
}

function isKnown(header: string | null, tag: string): boolean {
  if (header === null) return false;
  const opaque = tag.slice(2);
  return header.split(",").some((each) => each.trim() === "*" || each.trim().replace(/^W\//, "") === opaque);
}
