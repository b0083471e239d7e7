import { AppError } from "@/lib/app-error";

/** The length that a request announces; the server reads no more. Throws AppError "too_large" and "length_required". */
export function requireLength(request: Request, mostBytes: number): void {
  const length = request.headers.get("content-length");
  if (length === null) throw new AppError("bad_request", "length_required", "Send the header Content-Length.");
  if (!(Number(length) <= mostBytes)) {
    throw new AppError("too_large", "too_large", `At most ${Math.floor(mostBytes / 1_048_576)} MB are taken here.`);
  }
}

/** The body as bytes. Throws what requireLength throws. */
export async function readBody(request: Request, mostBytes: number): Promise<Uint8Array> {
  requireLength(request, mostBytes);
  return new Uint8Array(await request.arrayBuffer());
}
