/**
 * Headers of a file to keep: no browser shows or runs it, whatever is in it and whatever it calls itself. `name` is the
 * cleaned one of plainFileName.
 */
export function attachmentHeaders(name: string, type: string, bytes: number): Record<string, string> {
  const plain = name.replaceAll(/[^\w. -]/g, "_");
  return {
    "content-type": type,
    "content-length": String(bytes),
    // RFC 6266: the second is the name as it is, for all who know it.
    "content-disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encodeName(name)}`,
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control": "private, no-store",
  };
}

/** RFC 5987: what encodeURIComponent leaves and the header may not have. */
const encodeName = (name: string) =>
  encodeURIComponent(name).replaceAll(/['()*!]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
