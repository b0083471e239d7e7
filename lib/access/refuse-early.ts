import { AppError } from "@/lib/app-error";
import { ownEndpoints } from "@/lib/endpoints/own-endpoints";
import { hasTwoHosts } from "./has-two-hosts";
import { isAnswerable } from "./is-answerable";
import { isOwnTarget } from "./is-own-target";

type Incoming = { method?: string | undefined; url?: string | undefined; rawHeaders: readonly string[] };
type Refusal = { error: AppError; allow?: string };

const known = ownEndpoints
  .filter(({ server, path }) => server === "web" && path.startsWith("/api/"))
  .map(({ method, path }) => ({ method, pattern: patternOf(path) }));

/**
 * What of a request is refused before Next sees it: what nobody can read, what is asked of another server, a doubled Host, and under /api whatever is not in the
 * list of endpoints, which Next would answer with a page or with nothing. Null: let it pass.
 */
export function refuseEarly(request: Incoming): Refusal | null {
  if (!isAnswerable(request)) return { error: badRequest("unreadable_request", "This request cannot be read.") };
  // Next would send whoever asks so on to the other server (308).
  if (!isOwnTarget(request.url)) return { error: badRequest("foreign_target", "Ask for a path of this server.") };
  if (hasTwoHosts(request.rawHeaders)) return { error: badRequest("doubled_host", "Send the header Host once.") };
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  if (path !== "/api" && !path.startsWith("/api/")) return null;
  const found = known.filter(({ pattern }) => pattern.test(path));
  if (found.length === 0) return { error: new AppError("not_found", "unknown_path", "There is nothing at this path.") };
  const methods = found.map(({ method }) => String(method));
  if (methods.includes("GET")) methods.push("HEAD");
  if (request.method === "OPTIONS" || methods.includes(request.method ?? "")) return null;
  const allow = methods.join(", ");
  return { error: new AppError("method_not_allowed", "method_not_allowed", `Use ${allow}.`), allow };
}

function patternOf(path: string): RegExp {
  const parts = path.split("/").map((part) => {
    if (part.startsWith("[...")) return ".+";
    return part.startsWith("[") ? "[^/]+" : part.replaceAll(".", "\\.");
  });
  return new RegExp(`^${parts.join("/")}/?$`);
}

const badRequest = (code: string, message: string) => new AppError("bad_request", code, message);
