"use client";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { formatShare } from "@/components/ui/format-count";

export function Share({ part, whole }: { part: number; whole: number }) {
  return formatShare(part, whole, usePreferences().locale);
}
