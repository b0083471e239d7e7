"use client";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { formatCompact, formatCount } from "./format-count";

/** A number with the viewer's separators; null is said, never shown as 0. The compact form has the exact one on hover. */
export function Count({ value, isCompact = false }: { value: number | null; isCompact?: boolean }) {
  const { locale } = usePreferences();
  if (value === null) return <span className="text-muted">unknown</span>;
  const exact = formatCount(value, locale);
  if (!isCompact || value < 10_000) return exact;
  return <span title={exact}>{formatCompact(value, locale)}</span>;
}
