"use client";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { formatCount, formatShare, formatSigned } from "@/components/ui/format-count";

type ExpectedDifferenceProps = {
  connected: number;
  enrolled: number;
  band: { low: number; median: number; high: number } | null;
};

/** The share of the enrolled, and the change against what is expected at this hour, with its sign. */
export function ExpectedDifference({ connected, enrolled, band }: ExpectedDifferenceProps) {
  const { locale } = usePreferences();
  const difference = band ? connected - band.median : 0;
  const isBelow = band !== null && connected < band.low;
  return (
    <span className="flex flex-wrap gap-x-2">
      <span>
        {formatShare(connected, enrolled, locale)} of {formatCount(enrolled, locale)} enrolled
      </span>
      {band ? (
        <span
          className={isBelow ? "font-medium text-bad-text" : ""}
          title={`Expected ${formatCount(band.low, locale)} to ${formatCount(band.high, locale)}: median and spread of earlier days at this time`}
        >
          {isBelow || connected > band.high ? `${formatSigned(difference, locale)} against expected` : "as expected"}
        </span>
      ) : null}
    </span>
  );
}
