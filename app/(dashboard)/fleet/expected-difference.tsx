"use client";
import { useLive } from "@/components/live/live-provider";
import { mergePulses } from "@/components/live/live-store";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { formatCount, formatShare, formatSigned } from "@/components/ui/format-count";
import type { Pulse } from "@/lib/fleet/pulse/pulse";
import { type Counted, type Expectation, isPulseFalling, prepareExpected } from "./prepare-expected";

type Band = { low: number; median: number; high: number };

type ExpectedDifferenceProps = {
  counts: Counted & { enrolled: number };
  band: Band | null;
  /** What goes on by an open finding; null where nothing does, and of a past minute. */
  fall: string | null;
  /** null where they are not of what is shown. */
  pulses: readonly Pulse[] | null;
};

/** The share of the enrolled, and the change against what is expected at this hour, with its sign. */
export function ExpectedDifference({ counts, band, fall, pulses }: ExpectedDifferenceProps) {
  const { locale } = usePreferences();
  const live = useLive();
  const isFalling = pulses !== null && isPulseFalling(mergePulses(pulses, live.pulses));
  return (
    <span className="flex flex-wrap gap-x-2">
      <span>
        {formatShare(counts.connected, counts.enrolled, locale)} of {formatCount(counts.enrolled, locale)} enrolled
      </span>
      {band ? <AgainstBand counts={counts} band={band} fall={fall} isFalling={isFalling} /> : null}
    </span>
  );
}

type AgainstBandProps = { counts: Counted; band: Band; fall: string | null; isFalling: boolean };

function AgainstBand({ counts, band, fall, isFalling }: AgainstBandProps) {
  const { locale } = usePreferences();
  const found = prepareExpected(counts, band, fall, isFalling);
  const isBad = found.kind === "below" || found.kind === "doubtful";
  return (
    <span
      className={isBad ? "font-medium text-bad-text" : ""}
      title={`Expected ${formatCount(band.low, locale)} to ${formatCount(band.high, locale)}: median and spread of earlier days at this time`}
    >
      {wordsOf(found, counts, formatSigned(counts.connected - band.median, locale), locale)}
    </span>
  );
}

function wordsOf(found: Expectation, { unknown }: Counted, difference: string, locale: string): string {
  switch (found.kind) {
    case "within":
      return "as expected";
    case "doubtful":
      return `within the usual at this minute, but ${found.why}`;
    case "undecided":
      return `cannot be compared yet: ${formatCount(unknown, locale)} are unknown`;
    default:
      return `${difference} against expected`;
  }
}
