/** 17 bytes, 12.4 kB, 199.9 MB: powers of 1,000, as disks and downloads are counted. */
export function byteWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  const [scale, unit] = bytes < 1_000_000 ? [1_000, "kB"] : [1_000_000, "MB"];
  return `${(bytes / scale).toFixed(1)} ${unit}`;
}
