/**
 * `target` as a path of our own (with query), or "/": what stands in a link or form must not lead elsewhere.
 * Takes a path or a whole address of `publicUrl`; browsers read "//host", "/\host" and tabs in it as another host.
 */
export function safeCallback(target: string | null | undefined, publicUrl: string): string {
  if (!target || target.length > 2_000) return "/";
  const { origin } = new URL(publicUrl);
  let url: URL;
  try {
    url = new URL(target, origin);
  } catch {
    return "/";
  }
  if (url.origin !== origin || url.username || url.password) return "/";
  const path = `${url.pathname}${url.search}`;
  // The sign-in page itself and the machinery of sign-in are no place to come back to.
  if (path.startsWith("//") || /^\/(login|api)(\/|\?|$)/.test(path)) return "/";
  return path;
}
