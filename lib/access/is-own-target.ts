/**
 * Whether what stands in a request's first line is a path of this very server. A whole address (`GET http://other/ HTTP/1.1`, what proxies
 * are sent) and `*` are not; nor is a path that browsers read as another host once it comes back in a Location: `//other`, `/\other`, `/.//other`.
 */
export function isOwnTarget(target: string | undefined): boolean {
  if (!target?.startsWith("/") || target.includes("\\") || !URL.canParse(target, base)) return false;
  const { origin, pathname } = new URL(target, base);
  return origin === base && !pathname.startsWith("//");
}

const base = "http://muster.invalid";
