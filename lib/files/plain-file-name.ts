/** A file name without folders, control characters and what would confuse a header; `otherwise` where nothing is left of it. */
export function plainFileName(name: string, otherwise: string): string {
  const last = name.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const plain = last.replaceAll(/[\p{Cc}\p{Cf}"<>|:*?]/gu, "").trim();
  return plain.replace(/^\.+/, "").slice(0, 150) || otherwise;
}
