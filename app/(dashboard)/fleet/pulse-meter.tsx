"use client";
import { useLive } from "@/components/live/live-provider";
import { mergePulses } from "@/components/live/live-store";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { useNow } from "@/components/preferences/use-now";
import { formatCount } from "@/components/ui/format-count";
import { type Pulse, secondsASlot } from "@/lib/fleet/pulse/pulse";
import { preparePulse } from "./prepare-pulse";

const slots = 60;
const barPx = 4;
const heightPx = 32;
/** A pulse is written five seconds after its slot began, and told at once. */
const staleAfterMs = 20_000;

/** Who calls right now, every five seconds: what is seen before the minute has been counted. */
export function PulseMeter({ rendered }: { rendered: readonly Pulse[] }) {
  const live = useLive();
  const now = useNow();
  const { locale } = usePreferences();
  const pulses = mergePulses(rendered, live.pulses);
  const { bars, highest } = preparePulse(pulses, slots);
  const last = pulses.at(-1);
  if (!last) return null;
  const ageMs = now - (last.slot + 1) * secondsASlot * 1_000;
  const called = formatCount(last.admitted + last.turnedAway, locale);
  const split =
    last.turnedAway > 0
      ? `: ${formatCount(last.admitted, locale)} admitted, ${formatCount(last.turnedAway, locale)} turned away`
      : "";
  return (
    <figure className="grid gap-1">
      <svg
        width={slots * barPx}
        height={heightPx}
        viewBox={`0 0 ${slots * barPx} ${heightPx}`}
        className="max-w-full border-line border-b"
        role="img"
        aria-label="Devices that called, every five seconds over the last five minutes"
      >
        {bars.map((bar, index) => {
          const x = index * barPx;
          if ("isGap" in bar) return null;
          const admitted = (bar.admitted / highest) * (heightPx - 1);
          const turnedAway = (bar.turnedAway / highest) * (heightPx - 1);
          return (
            <g key={bar.slot}>
              <rect x={x} width={barPx - 1} y={heightPx - admitted} height={admitted} fill="var(--connected)" />
              <rect
                x={x}
                width={barPx - 1}
                y={heightPx - admitted - turnedAway}
                height={turnedAway}
                fill="var(--blocked-outdated-agent)"
              />
            </g>
          );
        })}
      </svg>
      <figcaption className="text-caption text-muted">
        {ageMs > staleAfterMs ? "No pulse since then: " : ""}
        {called} devices called within {secondsASlot} s{split}
      </figcaption>
    </figure>
  );
}
