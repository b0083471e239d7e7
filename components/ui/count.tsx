"use client";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { formatCompact, formatCount, unitOf } from "./format-count";

type CountProps = {
  value: number | null;
  isCompact?: boolean;
  /** What is counted, of one: "device" is written behind the number, as "devices" where there is not one. */
  of?: string;
};

/** A number with the viewer's separators; null is said, never shown as 0. The compact form has the exact one on hover. */
export function Count({ value, isCompact = false, of }: CountProps) {
  const { locale } = usePreferences();
  if (value === null) return <span className="text-muted">unknown</span>;
  const exact = of ? `${formatCount(value, locale)} ${unitOf(value, of)}` : formatCount(value, locale);
  if (!isCompact || value < 10_000) return exact;
  return <span title={exact}>{formatCompact(value, locale)}</span>;
}
