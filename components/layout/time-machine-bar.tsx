"use client";
import { History } from "lucide-react";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { buttonClass } from "@/components/ui/button";
import { formatSpoken, formatUtc } from "@/components/ui/format-time";

/** Says which minute every number on the page belongs to, and leads back. */
export function TimeMachineBar() {
  const path = usePathname();
  const params = useSearchParams();
  const { locale, zone } = usePreferences();
  const ms = Date.parse(params.get("at") ?? "");
  if (Number.isNaN(ms)) return null;
  const now = new URLSearchParams(params);
  now.delete("at");
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-3 px-4 pb-2 sm:px-6">
      <p className="flex items-center gap-2 font-medium" title={formatUtc(ms, locale)}>
        <History className="size-4 text-past-line" aria-hidden="true" />
        {formatSpoken(ms, locale, zone)}, not now
      </p>
      <Link href={now.size > 0 ? `${path}?${now}` : path} className={buttonClass({ size: "sm" })}>
        Back to now
      </Link>
    </div>
  );
}
