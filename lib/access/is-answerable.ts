const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Whether Next can make anything of a request. A method that no Request may have and an address whose escapes are broken are
 * the sender's mistake, which Next would answer with 500.
 */
export function isAnswerable({ method, url }: { method?: string | undefined; url?: string | undefined }): boolean {
  if (!methods.has(method ?? "")) return false;
  try {
    decodeURIComponent((url ?? "").split("?", 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
}
