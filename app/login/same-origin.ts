/**
 * Whether a form of our own sent this: browsers say so in Sec-Fetch-Site, older ones in Origin. The address itself is not
 * compared with Host, which whoever sends the request chooses.
 */
export function isSameOrigin(headers: Headers, publicUrl: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site) return site === "same-origin";
  return headers.get("origin") === new URL(publicUrl).origin;
}
