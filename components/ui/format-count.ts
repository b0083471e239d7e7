/** 1,234,567 in the viewer's separators. */
export const formatCount = (value: number, locale: string): string => new Intl.NumberFormat(locale).format(value);

/** The word for what is counted, given for one: 1 device, 0 devices, 2 devices. */
export const unitOf = (value: number | null, one: string): string => (value === 1 ? one : `${one}s`);

const scales = [
  [1_000_000_000, "bn"],
  [1_000_000, "M"],
  [1_000, "k"],
] as const;

/** 12.4 k; only where the exact number is one hover away. Not Intl's compact form, which differs between server and browser. */
export function formatCompact(value: number, locale: string): string {
  const [scale, suffix] = scales.find(([least]) => Math.abs(value) >= least) ?? [1, ""];
  const short = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }).format(value / scale);
  return suffix ? `${short} ${suffix}` : short;
}

/** +1,204 or −38; a difference always has its sign. */
export const formatSigned = (value: number, locale: string): string =>
  new Intl.NumberFormat(locale, { signDisplay: "exceptZero" }).format(value).replace("-", "−");

/** Of a whole, 0 to 1. What is small but there is never rounded to nothing, nor nearly all to all. */
export function formatShare(part: number, whole: number, locale: string): string {
  if (whole === 0) return "–";
  const share = part / whole;
  if (part > 0 && share < 0.001) return "< 0.1 %";
  if (part < whole && share > 0.999) return "> 99.9 %";
  const digits = share === 0 || share === 1 ? 0 : 1;
  return `${new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(share * 100)} %`;
}
