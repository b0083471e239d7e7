import { AppError } from "@/lib/app-error";

const mostBytes = 20_000;

/** The field logout_token of a form of at most 20 kB. Throws AppError "logout_token_invalid" or "body_too_large". */
export async function readLogoutToken(request: Request): Promise<string> {
  if (!request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded")) throw invalid();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new AppError("too_large", "body_too_large", "A logout token is shorter than 20 kB.");
    chunks.push(chunk);
  }
  const tokens = new URLSearchParams(Buffer.concat(chunks).toString("utf8")).getAll("logout_token");
  const [token] = tokens;
  if (!token || tokens.length > 1) throw invalid();
  return token;
}

const invalid = () => new AppError("bad_request", "logout_token_invalid", "Send one logout_token as a form.");
